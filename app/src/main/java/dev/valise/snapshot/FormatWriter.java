package dev.valise.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the basic types of the stored format into memory: numbers in groups of seven bits, the
 * lowest first, the high bit set on all but the last (unsigned LEB128); texts as their length in
 * bytes and UTF-8. Used by one thread.
 */
final class FormatWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final byte[] hash = new byte[BlockHash.LENGTH];

  /** A number that is not negative. */
  void number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    unsigned(value);
  }

  /** Any number: its sign becomes the lowest bit. */
  void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  private void unsigned(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] bytes) {
    number(bytes.length);
    out.writeBytes(bytes);
  }

  void hash(BlockHash value) {
    value.write(ByteBuffer.wrap(hash));
    out.writeBytes(hash);
  }

  /** What another writer wrote. */
  void append(FormatWriter other) {
    out.writeBytes(other.toBytes());
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
