package dev.valise.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/**
 * Seals bytes so that they cannot be read, changed or moved elsewhere unnoticed: authenticated
 * encryption with a random nonce, bound to a context that is not stored with them.
 *
 * <p>Immutable and thread-safe. The arrays given are not kept, the ones returned not shared.
 */
public final class SealingKey {
  private final Aead aead;

  SealingKey(KeysetHandle keyset, Configuration configuration) {
    try {
      this.aead = keyset.getPrimitive(configuration, Aead.class);
    } catch (GeneralSecurityException e) {
      throw new KeyException("the keyset does not seal", e);
    }
  }

  /** A key that nobody keeps: what it seals is lost with it. */
  public static SealingKey throwaway() {
    try {
      Configuration configuration = AeadConfig2026.get();
      return new SealingKey(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, configuration),
          configuration);
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot generate a key", e);
    }
  }

  /** Seals {@code plain}; only the same key and {@code context} open the result. */
  public byte[] seal(byte[] plain, byte[] context) {
    try {
      return aead.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot seal", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws BrokenSealException when a bit was changed, or key or context are others
   */
  public byte[] open(byte[] sealed, byte[] context) throws BrokenSealException {
    try {
      return aead.decrypt(sealed, context);
    } catch (GeneralSecurityException e) {
      throw new BrokenSealException(e);
    }
  }

  @Override
  public String toString() {
    return "SealingKey[redacted]";
  }
}
