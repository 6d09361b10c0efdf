package dev.valise.snapshot;

import java.nio.ByteBuffer;

/** The SHA-256 of a block, by which equal blocks are found and damaged ones told. */
record BlockHash(long a, long b, long c, long d) {

  static final int LENGTH = 32;

  static BlockHash read(ByteBuffer in) {
    return new BlockHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  void write(ByteBuffer out) {
    out.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }
}
