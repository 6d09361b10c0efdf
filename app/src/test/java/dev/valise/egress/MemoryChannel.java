package dev.valise.egress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Random;

/** A channel that reads what it was given, in small pieces, and keeps what is written. */
final class MemoryChannel implements ByteChannel {
  private final ByteBuffer input;
  private final Random pieces;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  MemoryChannel(byte[] input) {
    this(input, new Random(1));
  }

  MemoryChannel(byte[] input, Random pieces) {
    this.input = ByteBuffer.wrap(input);
    this.pieces = pieces;
  }

  @Override
  public int read(ByteBuffer target) {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (!input.hasRemaining()) {
      return -1;
    }
    int length = Math.min(input.remaining(), 1 + pieces.nextInt(target.remaining()));
    target.put(input.slice(input.position(), length));
    input.position(input.position() + length);
    return length;
  }

  @Override
  public int write(ByteBuffer source) {
    int length = 1 + pieces.nextInt(source.remaining());
    for (int i = 0; i < length; i++) {
      output.write(source.get());
    }
    return length;
  }

  byte[] written() {
    return output.toByteArray();
  }

  byte[] unread() {
    byte[] rest = new byte[input.remaining()];
    input.slice().get(rest);
    return rest;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
