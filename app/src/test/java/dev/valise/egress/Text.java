package dev.valise.egress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Text to be sent. */
final class Text {
  private Text() {}

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
