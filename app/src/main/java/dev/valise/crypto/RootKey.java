package dev.valise.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * The key above all others: it seals keysets and nothing else. Whoever has it and the catalog can
 * read every profile.
 *
 * <p>Immutable and thread-safe; never prints its bytes.
 */
public final class RootKey {
  private static final Configuration CONFIGURATION = AeadConfig2026.get();

  private final KeysetHandle handle;
  private final Aead aead;

  private RootKey(KeysetHandle handle) throws GeneralSecurityException {
    this.handle = handle;
    this.aead = handle.getPrimitive(CONFIGURATION, Aead.class);
  }

  /** A new root key: AES-256-GCM. */
  public static RootKey generate() {
    try {
      return new RootKey(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CONFIGURATION));
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot generate a root key", e);
    }
  }

  /**
   * Reads a root key as {@link #reveal} wrote it, a Tink keyset in JSON.
   *
   * @throws KeyException when the text is no such keyset
   */
  public static RootKey parse(String json) {
    try {
      return new RootKey(
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, CONFIGURATION, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new KeyException("the root key is not a Tink keyset in JSON", e);
    }
  }

  /** The key in clear, for the one file that holds it. */
  public String reveal() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          handle, CONFIGURATION, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot serialise the root key", e);
    }
  }

  byte[] wrap(KeysetHandle keyset, String name, Configuration configuration)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        keyset, aead, binding(name), configuration);
  }

  KeysetHandle unwrap(byte[] wrapped, String name, Configuration configuration)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, aead, binding(name), configuration);
  }

  /**
   * Binds a wrapped keyset to its name, so that one organisation's cannot stand in for another's.
   */
  private static byte[] binding(String name) {
    return ("valise keyset " + name).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RootKey[redacted]";
  }
}
