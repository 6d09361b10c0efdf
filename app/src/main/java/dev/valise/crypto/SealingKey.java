package dev.valise.crypto;

import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;

/**
 * Seals bytes so that they cannot be read, changed or moved elsewhere unnoticed: authenticated
 * encryption with a random nonce, bound to a context that is not stored with them.
 *
 * <p>Thread-safe. The arrays given are not kept, the ones returned not shared. What a newer key of
 * the same keyset sealed, in another process after a rotation, is opened too.
 */
public final class SealingKey {
  private final UnaryOperator<OpenedKeyset> renewal;
  private volatile OpenedKeyset keyset;

  /**
   * @param renewal gives the keyset as it is kept now, or the very same when nothing changed
   */
  SealingKey(OpenedKeyset keyset, UnaryOperator<OpenedKeyset> renewal) {
    this.keyset = keyset;
    this.renewal = renewal;
  }

  /** A key that nobody keeps: what it seals is lost with it. */
  public static SealingKey throwaway() {
    try {
      return new SealingKey(
          new OpenedKeyset(new byte[0], KeysetTemplate.SEALING.generate()),
          UnaryOperator.identity());
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot generate a key", e);
    }
  }

  /** Seals {@code plain}; only the same key and {@code context} open the result. */
  public byte[] seal(byte[] plain, byte[] context) {
    try {
      return keyset.seal(plain, context);
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot seal", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws BrokenSealException when a bit was changed, or key or context are others
   * @throws KeysDeletedException when a newer key sealed it, and all keys were deleted since
   */
  public byte[] open(byte[] sealed, byte[] context) throws BrokenSealException {
    OpenedKeyset known = keyset;
    try {
      return known.open(sealed, context);
    } catch (GeneralSecurityException e) {
      return openRenewed(known, sealed, context, e);
    }
  }

  /** Broken seals must not become as many reads of the catalog: most name a key that is known. */
  private byte[] openRenewed(
      OpenedKeyset known, byte[] sealed, byte[] context, GeneralSecurityException broken)
      throws BrokenSealException {
    OpenedKeyset newer = known.lacksKeyOf(sealed) ? renewal.apply(known) : known;
    if (newer == known) {
      throw new BrokenSealException(broken);
    }
    keyset = newer;
    try {
      return newer.open(sealed, context);
    } catch (GeneralSecurityException e) {
      throw new BrokenSealException(e);
    }
  }

  @Override
  public String toString() {
    return "SealingKey[redacted]";
  }
}
