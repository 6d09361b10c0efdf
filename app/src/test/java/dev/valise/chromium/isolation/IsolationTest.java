package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.landlock.LandlockGap;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IsolationTest {

  @ParameterizedTest
  @EnumSource
  void isReadAsItIsWritten(Isolation isolation) {
    assertThat(Isolation.of(isolation.word())).isEqualTo(isolation);
  }

  @ParameterizedTest
  @EnumSource
  void aTierIsReadAsItIsWritten(Tier tier) {
    assertThat(Tier.of(tier.word())).isEqualTo(tier);
  }

  @Test
  void saysWhichWordsThereAre() {
    assertThatThrownBy(() -> Isolation.of("AUTO"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'AUTO' is none of auto, strict, basic, off");
  }

  @Test
  void aLesserTierGuaranteesLess() {
    assertThat(Tier.ROOT.notGuaranteed()).isEmpty();
    assertThat(Tier.NONE.notGuaranteed()).anyMatch(word -> word.contains("take them over"));
    assertThat(Confinement.of(Tier.ROOT, false, true).notGuaranteed())
        .singleElement()
        .asString()
        .contains("sandbox is off");
  }

  @Test
  void rulesGuaranteeLessOnOlderKernels() {
    Set<LandlockGap> all = EnumSet.allOf(LandlockGap.class);
    assertThat(Confinement.byLandlock(all, false, true).notGuaranteed())
        .anyMatch(words -> words.contains("can be emptied"))
        .anyMatch(words -> words.contains("DevTools of other browsers, can be reached"))
        .anyMatch(words -> words.contains("server's user can be sent signals"))
        .anyMatch(words -> words.contains("/dev/shm"));
    assertThat(Confinement.byLandlock(all, true, true).notGuaranteed())
        .noneMatch(words -> words.contains("can be emptied"))
        .noneMatch(words -> words.contains("signals"))
        .noneMatch(words -> words.contains("/dev/shm"));
    assertThat(Confinement.byLandlock(Set.of(), true, false).notGuaranteed())
        .noneMatch(words -> words.contains("older than"))
        .anyMatch(words -> words.contains("sandbox is off"));
  }
}
