package dev.valise.crypto;

import dev.valise.model.OrganisationId;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands out working keys, each made at its first use and kept wrapped by the root key.
 *
 * <p>Thread-safe. Unwrapped keysets stay in memory as long as the keyring does; each call looks
 * whether another process has rotated or deleted the keyset since.
 */
public final class Keyring {
  private final KeysetOpener opener;
  private final WrappedKeysets keysets;
  private final Map<OrganisationId, OpenedKeyset> opened = new ConcurrentHashMap<>();

  /**
   * @param root is read at the first use, and again when a keyset does not open
   */
  public Keyring(RootKeyStore root, WrappedKeysets keysets) {
    this.opener = new KeysetOpener(root, keysets);
    this.keysets = keysets;
  }

  /** With a root key that never changes. */
  public Keyring(RootKey root, WrappedKeysets keysets) {
    this(new FixedRootKey(root), keysets);
  }

  /**
   * The key that seals all profile state of one organisation: AES-256-GCM.
   *
   * @throws KeysDeletedException when its keys were deleted
   */
  public SealingKey sealingKey(OrganisationId organisation) {
    return new SealingKey(
        latest(organisation, opened.get(organisation)), known -> renewed(organisation, known));
  }

  /** The key that signs the tokens in URLs: HMAC-SHA256. */
  public TokenKey urlTokenKey() {
    KeysetName name = KeysetName.URL_TOKENS;
    return new TokenKey(opener.open(name).keys, name.template().configuration());
  }

  /**
   * Deletes an organisation's keys for ever. Keys that were handed out before still work, as long
   * as they are held.
   *
   * @return when they were deleted: now, or at an earlier call
   */
  public Instant delete(OrganisationId organisation, Instant now) {
    opened.remove(organisation);
    return keysets.delete(KeysetName.of(organisation).value(), now);
  }

  /** Whether an organisation has keys. Others get some at the first use, or had theirs deleted. */
  public boolean isKept(OrganisationId organisation) {
    return keysets.find(KeysetName.of(organisation).value()).isPresent();
  }

  /** When an organisation's keys were deleted. */
  public Optional<Instant> deletedAt(OrganisationId organisation) {
    return keysets.deletedAt(KeysetName.of(organisation).value());
  }

  /** A keyset that was opened once goes on to work where its newer form cannot be opened. */
  private OpenedKeyset latest(OrganisationId organisation, @Nullable OpenedKeyset known) {
    if (known == null) {
      return renewed(organisation, null);
    }
    try {
      return renewed(organisation, known);
    } catch (KeysDeletedException e) {
      throw e;
    } catch (KeyException e) {
      return known;
    }
  }

  private OpenedKeyset renewed(OrganisationId organisation, @Nullable OpenedKeyset known) {
    KeysetName name = KeysetName.of(organisation);
    if (known != null && known.isKeptAs(opener.findOrMake(name))) {
      return known;
    }
    try {
      KeysetOpener.Opened newer = opener.open(name);
      var fresh = new OpenedKeyset(newer.kept, newer.keys);
      opened.put(organisation, fresh);
      return fresh;
    } catch (GeneralSecurityException e) {
      throw new KeyException("the keyset '" + name + "' does not seal", e);
    }
  }

  private record FixedRootKey(RootKey key) implements RootKeyStore {
    @Override
    public RootKey read() {
      return key;
    }

    @Override
    public void write(RootKey other) {
      throw new UnsupportedOperationException("this root key never changes");
    }
  }

  @Override
  public String toString() {
    return "Keyring[redacted]";
  }
}
