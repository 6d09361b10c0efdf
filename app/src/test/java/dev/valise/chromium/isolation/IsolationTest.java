package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
