package dev.valise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aNumberIsAtLeastOne(int number) {
    assertRefused(() -> retention(Optional.of(number), Optional.empty()), "keep_last");
    assertRefused(() -> retention(Optional.empty(), Optional.of(number)), "keep_daily");
  }

  @Test
  void daysHaveAnEnd() {
    int most = Retention.MAX_DAYS;
    assertThat(retention(Optional.of(Integer.MAX_VALUE), Optional.of(most)).keepDaily())
        .contains(most);
    assertRefused(() -> retention(Optional.empty(), Optional.of(most + 1)), "keep_daily");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "P36500DT0.001S"})
  void aTimeIsPositiveAndHasAnEnd(String time) {
    assertRefused(() -> expiring(Duration.parse(time)), "expire_unused");
  }

  @Test
  void onlyTheKeepRulesRemoveVersions() {
    assertThat(Retention.NONE.keepsAllVersions()).isTrue();
    assertThat(expiring(Duration.ofMillis(1)).keepsAllVersions()).isTrue();
    assertThat(retention(Optional.of(1), Optional.empty()).keepsAllVersions()).isFalse();
    assertThat(retention(Optional.empty(), Optional.of(1)).keepsAllVersions()).isFalse();
  }

  private static void assertRefused(Runnable make, String what) {
    assertThatThrownBy(make::run)
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageStartingWith(what + " must be");
  }

  private static Retention retention(Optional<Integer> last, Optional<Integer> daily) {
    return new Retention(last, daily, Optional.empty());
  }

  private static Retention expiring(Duration unused) {
    return new Retention(Optional.empty(), Optional.empty(), Optional.of(unused));
  }
}
