package dev.valise.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives keysets and the root key new primary keys. What older keys sealed stays readable.
 *
 * <p>May be stopped after any step, and run again: at every moment each keyset that is kept opens
 * with the root key that is kept. Servers may use the keysets meanwhile.
 */
public final class KeyRotation {

  /** Each failed one means that somebody else has made progress. */
  private static final int ATTEMPTS = 100;

  private final RootKeyStore rootStore;
  private final WrappedKeysets keysets;
  private final KeysetOpener opener;

  public KeyRotation(RootKeyStore rootStore, WrappedKeysets keysets) {
    this.rootStore = rootStore;
    this.keysets = keysets;
    this.opener = new KeysetOpener(rootStore, keysets);
  }

  /**
   * Adds a new primary key to the keyset of every organisation, one after the other. The keyset of
   * the URL tokens stays: the URLs of running sessions would end with its key, as their tokens are
   * not stored.
   *
   * @return of how many organisations
   */
  public int rotateOrganisations() {
    int rotated = 0;
    for (String name : keysets.all().keySet()) {
      var keyset = new KeysetName(name);
      if (keyset.isOrganisations() && rotate(keyset)) {
        rotated++;
      }
    }
    return rotated;
  }

  private boolean rotate(KeysetName name) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        KeysetOpener.Opened opened = opener.open(name);
        byte[] rotated = opened.root.wrap(name.template().rotated(opened.keys), name);
        if (keysets.replace(Map.of(name.value(), opened.kept), Map.of(name.value(), rotated))) {
          return true;
        }
      }
    } catch (KeysDeletedException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot rotate the keyset '" + name + "'", e);
    }
    throw new KeyException("the keyset '" + name + "' does not stay what it is", null);
  }

  /**
   * Replaces the root key, or ends a replacement that was cut off. The new key is kept beside the
   * old one until every keyset is wrapped by it.
   *
   * <p>Only one at a time: the caller sees to that.
   */
  public void rotateRoot() throws IOException {
    // Keysets are made only while this one stays as it is, so it has to be there.
    opener.findOrMake(KeysetName.URL_TOKENS);
    RootKey both = rootStore.read();
    if (!both.isBeingRotated()) {
      both = both.withNewPrimary();
      rootStore.write(both);
    }
    RootKey primary = both.primaryOnly();
    wrapAll(both, primary);
    keysets.purge();
    rootStore.write(primary);
  }

  /**
   * Once the keyset of the URL tokens is wrapped anew, no other can be made that is not, so that
   * the round which finds nothing to do was the last.
   */
  private void wrapAll(RootKey both, RootKey primary) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<String, byte[]> old = new TreeMap<>(keysets.all());
      old.entrySet()
          .removeIf(keyset -> primary.unwraps(keyset.getValue(), new KeysetName(keyset.getKey())));
      if (old.isEmpty()) {
        return;
      }
      Map<String, byte[]> anew = new TreeMap<>();
      old.forEach(
          (name, wrapped) -> anew.put(name, rewrapped(new KeysetName(name), wrapped, both)));
      keysets.replace(old, anew);
    }
    throw new KeyException("the keysets do not stay what they are", null);
  }

  private static byte[] rewrapped(KeysetName name, byte[] wrapped, RootKey both) {
    try {
      return both.wrap(both.unwrap(wrapped, name), name);
    } catch (GeneralSecurityException e) {
      throw new KeyException(
          "the keyset '"
              + name
              + "' does not open with the root key; the rotation of the root key is not complete",
          e);
    }
  }
}
