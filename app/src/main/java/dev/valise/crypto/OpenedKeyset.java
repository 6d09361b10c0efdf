package dev.valise.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A sealing keyset as it was kept at one moment. Immutable and thread-safe. */
final class OpenedKeyset {

  /** What Tink puts before a ciphertext: https://developers.google.com/tink/wire-format */
  private static final byte WITH_KEY_ID = 1;

  private static final int PREFIX_BYTES = 1 + Integer.BYTES;

  private final byte[] wrapped;
  private final Aead aead;
  private final Set<Integer> keyIds = new HashSet<>();

  /**
   * @param wrapped what it was unwrapped from; empty when it is kept nowhere
   */
  OpenedKeyset(byte[] wrapped, KeysetHandle keys) throws GeneralSecurityException {
    this.wrapped = wrapped;
    this.aead = keys.getPrimitive(KeysetTemplate.SEALING.configuration(), Aead.class);
    for (int i = 0; i < keys.size(); i++) {
      keyIds.add(keys.getAt(i).getId());
    }
  }

  /** Whether this is what one would unwrap from these bytes. */
  boolean isKeptAs(byte[] kept) {
    return Arrays.equals(wrapped, kept);
  }

  /** Whether the bytes were sealed by a key that is none of these, or look as if they were. */
  boolean lacksKeyOf(byte[] sealed) {
    return sealed.length >= PREFIX_BYTES
        && sealed[0] == WITH_KEY_ID
        && !keyIds.contains(ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt());
  }

  byte[] seal(byte[] plain, byte[] context) throws GeneralSecurityException {
    return aead.encrypt(plain, context);
  }

  byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException {
    return aead.decrypt(sealed, context);
  }
}
