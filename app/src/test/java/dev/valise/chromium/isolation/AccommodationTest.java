package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccommodationTest {
  private static final ProbeResult NOTHING =
      new ProbeResult(Optional.empty(), List.of("user: socat not found: install socat"));
  private static final Rooms ROOMS = new Rooms.ByUser(new Programs(Map.of()), true);
  private static final ProbeResult EVERYTHING = new ProbeResult(Optional.of(ROOMS), List.of());

  private static Accommodation accommodation(
      Isolation wanted, ProbeResult result, int organisations) {
    return new Accommodation(
        wanted, CompletableFuture.completedFuture(result), () -> organisations);
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
  void unlessThatIsWhatIsAskedFor() {
    assertThat(accommodation(Isolation.OFF, NOTHING, 2).rooms()).isEmpty();
  }

  @Test
  void saysWhatHoldsOnceItIsKnown() {
    var probed = new CompletableFuture<ProbeResult>();
    var accommodation = new Accommodation(Isolation.AUTO, probed, () -> 1);
    assertThat(accommodation.confinement()).isEmpty();
    probed.complete(NOTHING);
    assertThat(accommodation.confinement()).contains(Confinement.NONE);
    assertThat(accommodation(Isolation.AUTO, EVERYTHING, 1).confinement())
        .map(Confinement::tier)
        .contains(Tier.USER);
  }
}
