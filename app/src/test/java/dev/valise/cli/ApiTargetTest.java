package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom the key of a local server may be sent without being told. */
class ApiTargetTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"})
  void thisMachine(String host) {
    assertThat(ApiTarget.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "0.0.0.0", "[2001:db8::1]"})
  void notAnother(String host) {
    assertThat(ApiTarget.isLoopback(host)).isFalse();
  }
}
