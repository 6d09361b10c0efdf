package dev.valise.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link FormatWriter} wrote, whoever made the bytes: every method throws {@link
 * IOException} for bytes that are none of its type, and none asks for memory that the bytes
 * themselves do not take. Used by one thread.
 */
final class FormatReader {
  private final ByteBuffer in;

  FormatReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  /** A number that is not negative. */
  long number() throws IOException {
    long value = unsigned();
    if (value < 0) {
      throw new IOException("a number is too large");
    }
    return value;
  }

  /** A number from 0 to {@code most}, both included. */
  int number(int most) throws IOException {
    long value = number();
    if (value > most) {
      throw new IOException("the number " + value + " is above " + most);
    }
    return (int) value;
  }

  /** How many items follow, of which each takes at least {@code least} bytes. */
  int count(int least) throws IOException {
    long value = number();
    // What is left is known when the number itself is read.
    if (value > in.remaining() / least) {
      throw new IOException(value + " items are more than the bytes that are left");
    }
    return (int) value;
  }

  long signed() throws IOException {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  private long unsigned() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = next();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number does not end");
  }

  private byte next() throws IOException {
    if (!in.hasRemaining()) {
      throw new IOException("it ends too early");
    }
    return in.get();
  }

  String text() throws IOException {
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes()));
    } catch (CharacterCodingException e) {
      throw new IOException("a text is not UTF-8", e);
    }
    return text.toString();
  }

  byte[] bytes() throws IOException {
    byte[] bytes = new byte[count(1)];
    in.get(bytes);
    return bytes;
  }

  BlockHash hash() throws IOException {
    if (in.remaining() < BlockHash.LENGTH) {
      throw new IOException("it ends too early");
    }
    return BlockHash.read(in);
  }
}
