package dev.valise.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none|none|3000|false",
        "all|all|1|true",
        "all|all|65535|true",
        "1-65535|all|80|true",
        "3000|3000|3000|true",
        "3000|3000|3001|false",
        "3000, 8000-8100|3000,8000-8100|8050|true",
        "3000,8000-8100|3000,8000-8100|8101|false",
      })
  void containsWhatItSays(String text, String spelling, int port, boolean contained) {
    LoopbackPorts ports = LoopbackPorts.parse(text);
    assertThat(ports.contains(port)).isEqualTo(contained);
    assertThat(ports).hasToString(spelling);
    assertThat(LoopbackPorts.parse(spelling)).hasToString(spelling);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "3000,",
        "0",
        "65536",
        "99999",
        "100000",
        "9-8",
        "a",
        "-1",
        "1-2-3",
        "none,1",
        "3000;8000",
        "٣٠٠٠"
      })
  void allElseIsRefused(String text) {
    assertThatThrownBy(() -> LoopbackPorts.parse(text)).isInstanceOf(EgressSyntaxException.class);
  }
}
