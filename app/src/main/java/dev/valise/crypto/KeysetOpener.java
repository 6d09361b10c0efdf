package dev.valise.crypto;

import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
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

  /** A keyset as it is kept, unwrapped, and the root key that did it. */
  static final class Opened {
    final byte[] kept;
    final RootKey root;
    final KeysetHandle keys;

    private Opened(byte[] kept, RootKey root, KeysetHandle keys) {
      this.kept = kept;
      this.root = root;
      this.keys = keys;
    }
  }

  /**
   * Opens the keyset of this name, which is made when it never was.
   *
   * @throws KeysDeletedException when it was deleted
   * @throws KeyException when the root key does not fit
   */
  Opened open(KeysetName name) {
    byte[] kept = findOrMake(name);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return unwrap(name, kept);
      } catch (KeyException e) {
        // The root key was replaced in between? Then the keyset is another by now.
        byte[] now = findOrMake(name);
        if (Arrays.equals(now, kept)) {
          throw e;
        }
        kept = now;
      }
    }
    throw new KeyException("the keyset '" + name + "' does not stay what it is", null);
  }

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
      Opened first = open(KeysetName.URL_TOKENS);
      keysets.replace(
          Map.of(KeysetName.URL_TOKENS.value(), first.kept),
          Map.of(name.value(), first.root.wrap(name.template().generate(), name)));
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot make the keyset '" + name + "'", e);
    }
  }

  /** Reads the root key again when the one that is known does not fit. */
  private Opened unwrap(KeysetName name, byte[] kept) {
    RootKey known = root();
    try {
      return new Opened(kept, known, known.unwrap(kept, name));
    } catch (GeneralSecurityException e) {
      return unwrapWithReread(name, kept);
    }
  }

  private Opened unwrapWithReread(KeysetName name, byte[] kept) {
    try {
      RootKey reread = read();
      var opened = new Opened(kept, reread, reread.unwrap(kept, name));
      root = reread;
      return opened;
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
