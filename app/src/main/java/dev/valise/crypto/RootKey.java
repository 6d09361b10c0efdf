package dev.valise.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.security.GeneralSecurityException;

/**
 * The key above all others: it seals keysets and nothing else. Whoever has it and the catalog can
 * read every profile. While it is being rotated it is two keys: the new one wraps, both unwrap.
 *
 * <p>Immutable and thread-safe; never prints its bytes.
 */
public final class RootKey {
  private static final KeysetTemplate TEMPLATE = KeysetTemplate.SEALING;

  private final KeysetHandle handle;
  private final Aead aead;

  private RootKey(KeysetHandle handle) throws GeneralSecurityException {
    this.handle = handle;
    this.aead = handle.getPrimitive(TEMPLATE.configuration(), Aead.class);
  }

  /** A new root key: AES-256-GCM. */
  public static RootKey generate() {
    try {
      return new RootKey(TEMPLATE.generate());
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
              json, TEMPLATE.configuration(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new KeyException("the root key is not a Tink keyset in JSON", e);
    }
  }

  /** The key in clear, for the one file that holds it. */
  public String reveal() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          handle, TEMPLATE.configuration(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot serialise the root key", e);
    }
  }

  /** Whether a rotation began and did not end: what the old key wrapped may still be kept. */
  public boolean isBeingRotated() {
    return handle.size() > 1;
  }

  RootKey withNewPrimary() {
    try {
      return new RootKey(TEMPLATE.rotated(handle));
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot rotate the root key", e);
    }
  }

  RootKey primaryOnly() {
    try {
      return new RootKey(TEMPLATE.primaryOf(handle));
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot take the old root key away", e);
    }
  }

  byte[] wrap(KeysetHandle keyset, KeysetName name) throws GeneralSecurityException {
    return KeysetHeader.add(
        TinkProtoKeysetFormat.serializeEncryptedKeyset(
            keyset, aead, name.binding(), name.template().configuration()));
  }

  /**
   * @throws GeneralSecurityException when this key did not wrap it, or a bit was changed
   * @throws KeyException when a newer Valise wrapped it
   */
  KeysetHandle unwrap(byte[] wrapped, KeysetName name) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseEncryptedKeyset(
        KeysetHeader.remove(wrapped, name), aead, name.binding(), name.template().configuration());
  }

  /**
   * @throws KeyException when a newer Valise wrapped it
   */
  boolean unwraps(byte[] wrapped, KeysetName name) {
    try {
      unwrap(wrapped, name);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "RootKey[redacted]";
  }
}
