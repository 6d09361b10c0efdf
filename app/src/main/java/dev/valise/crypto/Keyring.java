package dev.valise.crypto;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.valise.model.OrganisationId;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands out working keys, each made at its first use and kept wrapped by the root key.
 *
 * <p>Thread-safe; unwrapped keysets stay in memory as long as the keyring does.
 */
public final class Keyring {
  private static final String URL_TOKENS = "url-tokens";

  private final RootKey root;
  private final WrappedKeysets keysets;
  private final Map<OrganisationId, SealingKey> sealingKeys = new ConcurrentHashMap<>();

  public Keyring(RootKey root, WrappedKeysets keysets) {
    this.root = root;
    this.keysets = keysets;
  }

  /** The key that seals all profile state of one organisation: AES-256-GCM. */
  public SealingKey sealingKey(OrganisationId organisation) {
    return sealingKeys.computeIfAbsent(
        organisation,
        id ->
            new SealingKey(
                keyset(
                    "organisation-" + id,
                    PredefinedAeadParameters.AES256_GCM,
                    AeadConfig2026.get()),
                AeadConfig2026.get()));
  }

  /** The key that signs the tokens in URLs: HMAC-SHA256. */
  public TokenKey urlTokenKey() {
    return new TokenKey(
        keyset(URL_TOKENS, PredefinedMacParameters.HMAC_SHA256_256BITTAG, MacConfig2026.get()),
        MacConfig2026.get());
  }

  private KeysetHandle keyset(String name, Parameters parameters, Configuration configuration) {
    try {
      var wrapped = keysets.find(name);
      if (wrapped.isEmpty()) {
        byte[] fresh =
            root.wrap(KeysetHandle.generateNew(parameters, configuration), name, configuration);
        wrapped = Optional.of(keysets.keepIfAbsent(name, fresh));
      }
      return root.unwrap(wrapped.get(), name, configuration);
    } catch (GeneralSecurityException e) {
      throw new KeyException(
          "the keyset '" + name + "' does not open with this root key: is it the key of this data?",
          e);
    }
  }

  @Override
  public String toString() {
    return "Keyring[redacted]";
  }
}
