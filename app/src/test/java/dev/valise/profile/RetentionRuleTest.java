package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import dev.valise.model.SaveFigures;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.testing.Ids;
import dev.valise.testing.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final ProfileId profile = Ids.fresh().profile();
  private final List<Version> versions = new ArrayList<>();

  @Test
  void withoutARuleNothingGoes() {
    at("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z", "2026-11-21T00:00:00Z");
    assertThat(expired(Optional.empty(), Optional.empty())).isEmpty();
    var expiring =
        new Retention(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(1)));
    assertThat(new RetentionRule(expiring).expired(versions, NOW)).isEmpty();
  }

  @Test
  void theLastOnesStayHoweverOldTheyAre() {
    at("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z", "2020-01-03T00:00:00Z");
    assertThat(expired(Optional.of(1), Optional.empty())).containsExactly(1, 2);
    assertThat(expired(Optional.of(2), Optional.empty())).containsExactly(1);
    assertThat(expired(Optional.of(3), Optional.empty())).isEmpty();
    assertThat(expired(Optional.of(Integer.MAX_VALUE), Optional.empty())).isEmpty();
  }

  @Test
  void theNewestOfEachOfTheLastDaysStays() {
    at(
        "2026-11-18T23:59:59.999Z",
        "2026-11-19T00:00:00Z",
        "2026-11-19T23:59:59.999Z",
        "2026-11-20T12:00:00Z",
        "2026-11-21T00:00:00Z",
        "2026-11-21T09:59:59Z");
    assertThat(expired(Optional.empty(), Optional.of(1))).containsExactly(1, 2, 3, 4, 5);
    assertThat(expired(Optional.empty(), Optional.of(2))).containsExactly(1, 2, 3, 5);
    assertThat(expired(Optional.empty(), Optional.of(3))).containsExactly(1, 2, 5);
    assertThat(expired(Optional.empty(), Optional.of(4))).containsExactly(2, 5);
    assertThat(expired(Optional.empty(), Optional.of(Retention.MAX_DAYS))).containsExactly(2, 5);
  }

  @Test
  void oneRuleThatKeepsAVersionIsEnough() {
    at(
        "2026-11-19T10:00:00Z",
        "2026-11-19T11:00:00Z",
        "2026-11-20T10:00:00Z",
        "2026-11-20T11:00:00Z",
        "2026-11-20T12:00:00Z");
    assertThat(expired(Optional.of(2), Optional.of(3))).containsExactly(1, 3);
  }

  @Test
  void theHeadStaysWhenItIsTooOldForEveryRule() {
    at("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z");
    assertThat(expired(Optional.empty(), Optional.of(7))).containsExactly(1);
  }

  @Test
  void theHeadIsTheHighestNumberWhateverTheClockSaid() {
    at("2026-11-21T09:00:00Z", "2027-03-01T00:00:00Z", "2026-11-21T08:00:00Z");
    assertThat(expired(Optional.of(1), Optional.empty())).containsExactly(1, 2);
    assertThat(expired(Optional.empty(), Optional.of(1)))
        .as("2 is from the future, 3 was saved after 1")
        .containsExactly(1);
  }

  @Test
  void aProfileWithoutVersionsHasNoneToLose() {
    assertThat(expired(Optional.of(1), Optional.of(1))).isEmpty();
  }

  @Test
  void whateverTheVersionsAreTheHeadStaysAndAskingTwiceRemovesNoMore() {
    Random random = Seed.fresh("RetentionRuleTest").random();
    for (int round = 0; round < 300; round++) {
      versions.clear();
      for (int number = 1; number <= 1 + random.nextInt(20); number++) {
        add(NOW.minus(Duration.ofMinutes(random.nextInt(30 * 24 * 60))));
      }
      Version head = versions.getLast();
      Collections.shuffle(versions, random);
      Optional<Integer> last = maybe(random, 10);
      Optional<Integer> daily = maybe(random, 40);

      List<Integer> expired = expired(last, daily);
      assertThat(expired).isSorted().doesNotHaveDuplicates().doesNotContain(head.number());
      int before = versions.size();
      versions.removeIf(version -> expired.contains(version.number()));
      assertThat(versions).hasSize(before - expired.size());
      assertThat(versions).hasSizeGreaterThanOrEqualTo(Math.min(before, last.orElse(1)));
      assertThat(expired(last, daily)).as("of those that stayed").isEmpty();
    }
  }

  private static Optional<Integer> maybe(Random random, int bound) {
    return random.nextBoolean() ? Optional.of(1 + random.nextInt(bound)) : Optional.empty();
  }

  @Test
  void withheldVersionsDisplaceNoHead() {
    at("2026-11-21T01:00:00Z", "2026-11-21T02:00:00Z");
    withheldAt("2026-11-21T03:00:00Z", "2026-11-21T04:00:00Z", "2026-11-21T05:00:00Z");

    assertThat(expired(Optional.of(1), Optional.empty())).containsExactly(1, 3, 4);
    assertThat(expired(Optional.of(2), Optional.empty())).containsExactly(3);
    assertThat(expired(Optional.empty(), Optional.of(1))).containsExactly(1, 3, 4);
  }

  @Test
  void whatWasWithheldBeforeTheRecentHeadsIsOver() {
    at("2026-11-21T01:00:00Z");
    withheldAt("2026-11-21T02:00:00Z");
    at("2026-11-21T03:00:00Z");

    assertThat(expired(Optional.of(1), Optional.empty())).containsExactly(1, 2);
    assertThat(expired(Optional.of(2), Optional.empty())).isEmpty();
  }

  @Test
  void withoutAHeadTheNewestThatWasWithheldStays() {
    withheldAt("2026-11-21T01:00:00Z", "2026-11-21T02:00:00Z");

    assertThat(expired(Optional.of(1), Optional.empty())).containsExactly(1);
  }

  private List<Integer> expired(Optional<Integer> last, Optional<Integer> daily) {
    var retention = new Retention(last, daily, Optional.empty());
    return new RetentionRule(retention).expired(versions, NOW);
  }

  private void at(String... times) {
    for (String time : times) {
      add(Instant.parse(time));
    }
  }

  private void withheldAt(String... times) {
    for (String time : times) {
      add(Instant.parse(time), Optional.of("no login"));
    }
  }

  private void add(Instant at) {
    add(at, Optional.empty());
  }

  private void add(Instant at, Optional<String> withheld) {
    int number = versions.size() + 1;
    versions.add(
        new Version(
            profile,
            number,
            at,
            new VersionSource.RolledBack(1),
            "156.0.8078.79",
            "manifests/" + number,
            new SaveFigures(0, 0, 0, 0, 0, 0, 0, 0),
            List.of(),
            withheld));
  }
}
