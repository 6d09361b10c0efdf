package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.landlock.OlderKernel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccommodationTest {
  private static final ProbeResult NOTHING =
      new ProbeResult(Optional.empty(), List.of("user: socat not found: install socat"));
  private static final Rooms ROOMS = new Rooms.ByUser(new Programs(Map.of()), true, true);
  private static final ProbeResult EVERYTHING = new ProbeResult(Optional.of(ROOMS), List.of());

  private static Accommodation accommodation(
      Isolation wanted, ProbeResult result, int organisations) {
    return new Accommodation(wanted, () -> result, () -> organisations).begin();
  }

  @Test
  void strictStartsNoBrowserOnAMachineWithoutNamespacesAndSaysWhatToInstall() {
    Accommodation strict = accommodation(Isolation.STRICT, NOTHING, 1);
    assertThatThrownBy(strict::rooms)
        .isInstanceOf(IsolationException.class)
        .hasMessageContaining("isolation is strict")
        .hasMessageContaining("install socat");
    assertThat(accommodation(Isolation.STRICT, EVERYTHING, 1).rooms()).contains(ROOMS);
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "BASIC"})
  void browsersOfSeveralOrganisationsAreNoPlainProcesses(Isolation wanted) {
    Accommodation several = accommodation(wanted, NOTHING, 2);
    assertThatThrownBy(several::rooms)
        .isInstanceOf(IsolationException.class)
        .hasMessageContaining("several organisations");
    assertThat(accommodation(wanted, NOTHING, 1).rooms()).isEmpty();
    assertThat(accommodation(wanted, EVERYTHING, 2).rooms()).contains(ROOMS);
  }

  @Test
  void norDoTheyRunBehindRulesThatDoNotHoldForTcp() {
    for (int abi : List.of(3, 4)) {
      Rooms rooms =
          new Rooms.ByLandlock(
              OlderKernel.withAbi(abi),
              new Programs(Map.of()),
              new DevToolsPorts(),
              Optional.empty(),
              true);
      var result = new ProbeResult(Optional.of(rooms), List.of());
      Accommodation several = accommodation(Isolation.AUTO, result, 2);
      if (abi == 3) {
        assertThatThrownBy(several::rooms).hasMessageContaining("several organisations");
      } else {
        assertThat(several.rooms()).contains(rooms);
      }
      assertThat(accommodation(Isolation.AUTO, result, 1).rooms()).contains(rooms);
    }
  }

  @Test
  void unlessThatIsWhatIsAskedFor() {
    assertThat(accommodation(Isolation.OFF, NOTHING, 2).rooms()).isEmpty();
  }

  @Test
  void saysWhatHoldsOnceItIsKnown() {
    var probed = new CompletableFuture<ProbeResult>();
    var accommodation = new Accommodation(Isolation.AUTO, probed::join, () -> 1).begin();
    assertThat(accommodation.confinement()).isEmpty();
    probed.complete(NOTHING);
    assertThat(accommodation.rooms()).isEmpty();
    assertThat(accommodation.confinement()).contains(Confinement.NONE);
  }

  @Test
  void aProbeThatFailsIsAMachineWithoutRooms() {
    var accommodation =
        new Accommodation(
                Isolation.STRICT,
                () -> {
                  throw new IllegalStateException("no /proc");
                },
                () -> 1)
            .begin();
    assertThatThrownBy(accommodation::rooms).hasMessageContaining("no /proc");
  }

  @Test
  void aBrowserThatDidNothingSaysNothingOfTheMachineAndIsTriedAgain() {
    var broken = new AtomicBoolean(true);
    var accommodation =
        new Accommodation(
                Isolation.AUTO,
                () -> {
                  if (broken.get()) {
                    throw new IsolationException("nothing within 15 s", List.of("a line"));
                  }
                  return EVERYTHING;
                },
                () -> 1)
            .begin();
    assertThatThrownBy(accommodation::rooms)
        .isInstanceOfSatisfying(
            IsolationException.class, e -> assertThat(e.output()).containsExactly("a line"));
    assertThat(accommodation.confinement()).isEmpty();
    broken.set(false);
    assertThat(accommodation.rooms()).contains(ROOMS);
    assertThat(accommodation.confinement()).contains(ROOMS.confinement());
  }

  @Test
  void closingGivesUpFindingOut() throws Exception {
    var interrupted = new CompletableFuture<Boolean>();
    var accommodation =
        new Accommodation(
                Isolation.AUTO,
                () -> {
                  try {
                    new CompletableFuture<ProbeResult>().get();
                  } catch (InterruptedException | ExecutionException e) {
                    interrupted.complete(true);
                  }
                  return NOTHING;
                },
                () -> 1)
            .begin();
    accommodation.close();
    assertThat(interrupted.get(1, TimeUnit.SECONDS)).isTrue();
  }
}
