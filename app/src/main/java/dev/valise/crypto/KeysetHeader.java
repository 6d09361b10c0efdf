package dev.valise.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The first eight bytes of a wrapped keyset: that it is one, and in which version of the format.
 * Version 1 has none: it is Tink's message by itself, which never begins with the same bytes.
 */
final class KeysetHeader {
  private static final byte[] MAGIC = "VALKEYS".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 8;
  private static final int FIRST_WITH_HEADER = 2;

  /** The newest, and the one that is written. */
  private static final int VERSION = 2;

  private KeysetHeader() {}

  /** Puts the header before a message of Tink. */
  static byte[] add(byte[] message) {
    return ByteBuffer.allocate(LENGTH + message.length)
        .put(MAGIC)
        .put((byte) VERSION)
        .put(message)
        .array();
  }

  /**
   * Tink's message without the header.
   *
   * @throws KeyException when only a newer Valise reads it
   * @throws GeneralSecurityException when no Valise writes such a header
   */
  static byte[] remove(byte[] wrapped, KeysetName name) throws GeneralSecurityException {
    if (wrapped.length < LENGTH
        || !Arrays.equals(wrapped, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return wrapped;
    }
    int found = Byte.toUnsignedInt(wrapped[LENGTH - 1]);
    if (found > VERSION) {
      throw new KeyException(
          "the keyset '"
              + name
              + "' is in format version "
              + found
              + "; this Valise reads up to version "
              + VERSION
              + ": use a newer one",
          null);
    }
    if (found < FIRST_WITH_HEADER) {
      throw new GeneralSecurityException("no header has version " + found);
    }
    return Arrays.copyOfRange(wrapped, LENGTH, wrapped.length);
  }
}
