package dev.valise.upkeep;

import static dev.valise.upkeep.SavedProfile.BLOCK;
import static dev.valise.upkeep.StoreFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.valise.model.BrowserSession;
import dev.valise.model.Event;
import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import dev.valise.model.SessionState;
import dev.valise.testing.Faults;
import dev.valise.testing.FaultyCatalog;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionJobTest {
  private static final Retention LAST_TWO =
      new Retention(Optional.of(2), Optional.empty(), Optional.empty());
  private static final Retention A_WEEK =
      new Retention(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(7)));

  private final Random random = Seed.fresh("RetentionJobTest").random();
  private final List<ProfileId> expired = new ArrayList<>();
  private StoreFixture store;
  private SavedProfile profile;

  @BeforeEach
  void aProfileWithFiveVersions(@TempDir Path data, @TempDir Path folder) throws Exception {
    store = new StoreFixture(data);
    profile = store.profile(folder, Optional.of("work"));
    save(5);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void save(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      profile.write("History", BLOCK, random);
      profile.save();
    }
  }

  private void run(Retention byDefault) {
    new RetentionJob(store.catalog, byDefault, (id, _) -> expired.add(id), store.clock)
        .run(() -> {});
  }

  @Test
  void withoutARetentionNothingGoes() {
    store.clock.advance(Duration.ofDays(10_000));
    run(Retention.NONE);
    assertThat(profile.numbers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(events()).isEmpty();
  }

  @Test
  void theDefaultHoldsWhereAProfileHasNoRetentionOfItsOwn(@TempDir Path folder) throws Exception {
    SavedProfile other = store.profile(folder);
    other.write("History", BLOCK, random);
    other.save();
    other.write("History", BLOCK, random);
    other.save();
    store
        .catalog
        .profiles()
        .setRetention(
            store.acme,
            other.id,
            Optional.of(new Retention(Optional.of(1), Optional.empty(), Optional.empty())),
            store.clock.instant());
    run(LAST_TWO);
    assertThat(profile.numbers()).containsExactly(4, 5);
    assertThat(other.numbers()).containsExactly(2);
    assertThat(events())
        .extracting(Event::type, event -> event.profile().orElseThrow(), Event::detail)
        .containsExactlyInAnyOrder(
            tuple("versions_removed", profile.id, Map.of("versions", "1, 2, 3")),
            tuple("versions_removed", other.id, Map.of("versions", "1")));

    run(LAST_TWO);
    assertThat(events()).as("nothing more to remove").hasSize(2);
    store.collect(NONE);
    assertThat(store.keys()).isEqualTo(store.needed());
    profile.assertThatAllVersionsAreWhole();
  }

  @Test
  void aRetentionOfItsOwnThatKeepsAllKeepsAll() {
    store
        .catalog
        .profiles()
        .setRetention(store.acme, profile.id, Optional.of(Retention.NONE), store.clock.instant());
    run(LAST_TWO);
    assertThat(profile.numbers()).hasSize(5);
  }

  @Test
  void aVersionThatASessionHasLoadedGoesWhenItHasEnded() throws Exception {
    BrowserSession session = profile.session(2);
    run(LAST_TWO);
    assertThat(profile.numbers()).containsExactly(2, 4, 5);
    store.catalog.sessions().update(ended(session));
    run(LAST_TWO);
    assertThat(profile.numbers()).containsExactly(4, 5);
  }

  @Test
  void moreVersionsThanAPageAreSeen() throws IOException {
    for (int i = 0; i < 450; i++) {
      profile.appendCopy(profile, 5);
    }
    run(LAST_TWO);
    assertThat(profile.numbers()).containsExactly(454, 455);
  }

  @Test
  void aProfileThatNobodyUsesExpires() throws Exception {
    store.clock.advance(Duration.ofDays(7).minusMillis(1));
    run(A_WEEK);
    assertThat(store.catalog.profiles().find(store.acme, profile.id)).isPresent();
    store.clock.advance(Duration.ofMillis(1));
    run(A_WEEK);
    assertThat(store.catalog.profiles().find(store.acme, profile.id)).isEmpty();
    assertThat(expired).containsExactly(profile.id);
    assertThat(events()).hasSize(1);
    assertThat(events().getFirst().type()).isEqualTo("profile_expired");
    assertThat(events().getFirst().detail()).isEqualTo(Map.of("name", "work"));

    assertThat(store.collect(new Grace(Grace.DEFAULT)).freedBytes()).isPositive();
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void aProfileInASessionDoesNotExpire() throws Exception {
    BrowserSession session = profile.session(5);
    store.clock.advance(Duration.ofDays(7));
    run(A_WEEK);
    assertThat(store.catalog.profiles().find(store.acme, profile.id)).isPresent();
    store.catalog.sessions().update(ended(session));
    run(A_WEEK);
    assertThat(store.catalog.profiles().find(store.acme, profile.id)).isEmpty();
  }

  @Test
  void stoppedAfterAnyCallItHasRemovedNothingThatIsKept(@TempDir Path folder) throws Exception {
    var faults = new Faults();
    SavedProfile unused = store.profile(folder);
    unused.appendCopy(profile, 5);
    store
        .catalog
        .profiles()
        .setRetention(store.acme, unused.id, Optional.of(A_WEEK), store.clock.instant());
    store.clock.advance(Duration.ofDays(7));
    var job =
        new RetentionJob(
            new FaultyCatalog(store.catalog, faults), LAST_TWO, (_, _) -> {}, store.clock);
    int stops = 0;
    while (stopped(job, faults, stops)) {
      stops++;
      assertThat(profile.numbers()).contains(4, 5);
      profile.assertThatAllVersionsAreWhole();
    }
    assertThat(stops).as("what is removed stays so: each run gets further").isBetween(5, 20);
    assertThat(profile.numbers()).containsExactly(4, 5);
    assertThat(store.catalog.profiles().find(store.acme, unused.id)).isEmpty();
    store.collect(NONE);
    assertThat(store.keys()).isEqualTo(store.needed());
    profile.assertThatAllVersionsAreWhole();
  }

  private static boolean stopped(RetentionJob job, Faults faults, int sound) {
    faults.stopAfter(sound);
    return catchThrowable(() -> job.run(() -> {})) instanceof Faults.Stopped;
  }

  @Test
  void aStepThatThrowsEndsIt() {
    var job = new RetentionJob(store.catalog, LAST_TWO, (_, _) -> {}, store.clock);
    assertThat(
            catchThrowable(() ->
                job.run(() -> {
                  throw new IllegalStateException("stop");
                })))
        .hasMessage("stop");
    assertThat(profile.numbers()).hasSize(5);
  }

  private List<Event> events() {
    return store.catalog.events().after(store.acme, 0, 100);
  }

  private BrowserSession ended(BrowserSession session) {
    return session.ended(
        SessionState.CLOSED,
        new BrowserSession.Ending(
            store.clock.instant(), "closed", Optional.empty(), Optional.empty()));
  }
}
