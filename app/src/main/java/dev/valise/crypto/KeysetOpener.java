package dev.valise.crypto;

import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wrapped keysets, and the root key that opens them. Thread-safe.
 *
 * <p>The root key may be rotated meanwhile by another process. Nothing is lost by that because
 * whatever is written is compared with what this root key has opened before.
 */
final class KeysetOpener {

  /** Each failed one means that somebody else has made progress. */
  private static final int ATTEMPTS = 100;

  private final RootKeyStore store;
  private final WrappedKeysets keysets;
  private volatile @Nullable RootKey root;

  KeysetOpener(RootKeyStore store, WrappedKeysets keysets) {
    this.store = store;
    this.keysets = keysets;
  }

  /** A keyset with the root key that unwrapped it. */
  record Unwrapped(RootKey root, KeysetHandle keys) {}

  /**
   * The keyset of this name as it is kept, made when it never was.
   *
   * @throws KeysDeletedException when it was deleted
   */
  byte[] findOrMake(KeysetName name) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<byte[]> kept = keysets.find(name.value());
      if (kept.isPresent()) {
        return kept.get();
      }
      Optional<Instant> deletedAt = keysets.deletedAt(name.value());
      if (deletedAt.isPresent()) {
        throw new KeysDeletedException(name, deletedAt.get());
      }
      make(name);
    }
    throw new KeyException("the keyset '" + name + "' does not stay what it is", null);
  }

  /**
   * Every keyset but the first is made only while the first is as this root key has opened it: a
   * root key that was taken out of use wraps nothing any more.
   */
  private void make(KeysetName name) {
    try {
      if (name.equals(KeysetName.URL_TOKENS)) {
        byte[] wrapped = root().wrap(name.template().generate(), name);
        keysets.replace(Map.of(), Map.of(name.value(), wrapped));
        return;
      }
      byte[] first = findOrMake(KeysetName.URL_TOKENS);
      RootKey opened = unwrap(KeysetName.URL_TOKENS, first).root();
      keysets.replace(
          Map.of(KeysetName.URL_TOKENS.value(), first),
          Map.of(name.value(), opened.wrap(name.template().generate(), name)));
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot make the keyset '" + name + "'", e);
    }
  }

  /**
   * Unwraps a keyset; reads the root key again when the one that is known does not fit.
   *
   * @throws KeyException when neither does
   */
  Unwrapped unwrap(KeysetName name, byte[] wrapped) {
    RootKey known = root();
    try {
      return new Unwrapped(known, known.unwrap(wrapped, name));
    } catch (GeneralSecurityException e) {
      return unwrapWithReread(name, wrapped);
    }
  }

  private Unwrapped unwrapWithReread(KeysetName name, byte[] wrapped) {
    try {
      RootKey reread = read();
      var unwrapped = new Unwrapped(reread, reread.unwrap(wrapped, name));
      root = reread;
      return unwrapped;
    } catch (GeneralSecurityException e) {
      throw new KeyException(
          "the keyset '" + name + "' does not open with this root key: is it the key of this data?",
          e);
    }
  }

  private RootKey root() {
    RootKey known = root;
    if (known == null) {
      known = read();
      root = known;
    }
    return known;
  }

  private RootKey read() {
    try {
      return store.read();
    } catch (IOException e) {
      throw new KeyException("the root key cannot be read: " + e, e);
    }
  }
}
