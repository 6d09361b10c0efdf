package dev.valise.snapshot;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a block, by which equal blocks are found and damaged ones told. */
record BlockHash(long a, long b, long c, long d) {

  static final int LENGTH = 32;

  static BlockHash of(byte[] bytes, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, offset, length);
      return read(ByteBuffer.wrap(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static BlockHash read(ByteBuffer in) {
    return new BlockHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }
}
