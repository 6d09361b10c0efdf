package dev.valise.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketKeyTest {

  @Test
  void answersTheSampleOfTheRfc() {
    assertThat(WebSocketKey.parse("dGhlIHNhbXBsZSBub25jZQ==").map(WebSocketKey::accept))
        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2hvcnQ=", "not base64 at all!!!!!==", "dGhlIHNhbXBsZSBub25jZXg="})
  void isSixteenBytesInBase64(String text) {
    assertThat(WebSocketKey.parse(text)).isEmpty();
  }
}
