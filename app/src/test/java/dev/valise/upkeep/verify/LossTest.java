package dev.valise.upkeep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.Ids;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final ProfileLabel MAIL =
      new ProfileLabel(Ids.fresh().profile(), Optional.of("gmail-work"), Optional.empty());

  private static Loss loss(List<Integer> lost, List<Integer> others, List<Integer> restorable) {
    Optional<Integer> head =
        Stream.of(lost, others, restorable).flatMap(List::stream).max(Integer::compare);
    return new Loss(MAIL, set(lost), set(others), set(restorable), head);
  }

  private static SortedSet<Integer> set(List<Integer> numbers) {
    return new TreeSet<>(numbers);
  }

  @Test
  void anOlderVersion() {
    Loss loss = loss(List.of(7), List.of(), List.of(1, 2, 3, 4, 5, 6, 8));

    assertThat(loss.sentence())
        .isEqualTo("version 7 of gmail-work cannot be restored; versions 1 to 6 and 8 can");
    assertThat(loss.severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void severalWithTheHead() {
    Loss loss = loss(List.of(7, 8), List.of(3), List.of(1, 2));

    assertThat(loss.sentence())
        .isEqualTo(
            "versions 7 and 8 of gmail-work, its head among them, cannot be restored;"
                + " versions 1 and 2 can");
    assertThat(loss.severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theHeadIsLostForAnotherReason() {
    Loss loss = loss(List.of(1), List.of(2), List.of());

    assertThat(loss.sentence())
        .isEqualTo("version 1 of gmail-work cannot be restored; no other version can either");
    assertThat(loss.severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void all() {
    assertThat(loss(List.of(1, 2, 3), List.of(), List.of()).sentence())
        .isEqualTo("none of the 3 versions of gmail-work can be restored");
  }

  @Test
  void aProfileWithoutAName() {
    var label = new ProfileLabel(MAIL.id(), Optional.empty(), Optional.of("acme"));

    assertThat(
            new Loss(label, set(List.of(1)), set(List.of()), set(List.of()), Optional.of(1))
                .sentence())
        .isEqualTo(
            "version 1 of "
                + MAIL.id()
                + " of organisation acme, its only one, cannot be restored");
  }
}
