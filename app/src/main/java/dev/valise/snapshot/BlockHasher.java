package dev.valise.snapshot;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes blocks. Used by one thread. */
final class BlockHasher {
  private final MessageDigest digest;
  private final byte[] bytes = new byte[BlockHash.LENGTH];
  private final ByteBuffer view = ByteBuffer.wrap(bytes);

  BlockHasher() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  BlockHash hash(byte[] block, int offset, int length) {
    try {
      digest.update(block, offset, length);
      digest.digest(bytes, 0, bytes.length);
      return BlockHash.read(view.rewind());
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
  }
}
