package dev.valise.format.reader;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The page's "Numbers, texts", and what else lies behind each other in bytes. */
final class Bytes {
  private final ByteBuffer in;

  Bytes(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int count() {
    return Math.toIntExact(number());
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  byte[] take(int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  byte[] rest() {
    return take(in.remaining());
  }

  String text() {
    return new String(take(count()), StandardCharsets.UTF_8);
  }

  String hash() {
    return HexFormat.of().formatHex(take(32));
  }

  /** Four bytes, big-endian. */
  int fixed4() {
    return in.getInt();
  }

  /** Eight bytes, big-endian. */
  long fixed8() {
    return in.getLong();
  }

  /** A text behind four bytes of length. */
  String fixedText() {
    return new String(take(fixed4()), StandardCharsets.UTF_8);
  }
}
