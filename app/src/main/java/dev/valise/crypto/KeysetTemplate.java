package dev.valise.crypto;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.security.GeneralSecurityException;

/** Of which kind the keys of a keyset are, and what Tink needs to handle them. */
record KeysetTemplate(Parameters parameters, Configuration configuration) {

  /** AES-256-GCM. */
  static final KeysetTemplate SEALING =
      new KeysetTemplate(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());

  /** HMAC-SHA256 with the whole of its 256 bits. */
  static final KeysetTemplate SIGNING =
      new KeysetTemplate(PredefinedMacParameters.HMAC_SHA256_256BITTAG, MacConfig2026.get());

  /** A keyset with one new key. */
  KeysetHandle generate() throws GeneralSecurityException {
    return KeysetHandle.generateNew(parameters, configuration);
  }

  /** All keys of a keyset and a new one, which is the primary from now on. */
  KeysetHandle rotated(KeysetHandle keyset) throws GeneralSecurityException {
    return KeysetHandle.newBuilder(keyset)
        .addEntry(KeysetHandle.generateEntryFromParameters(parameters).withRandomId().makePrimary())
        .setConfiguration(configuration)
        .build();
  }

  /** The primary key of a keyset without the others. */
  KeysetHandle primaryOf(KeysetHandle keyset) throws GeneralSecurityException {
    KeysetHandle.Entry primary = keyset.getPrimary();
    return KeysetHandle.newBuilder()
        .addEntry(
            KeysetHandle.importKey(primary.getKey()).withFixedId(primary.getId()).makePrimary())
        .setConfiguration(configuration)
        .build();
  }
}
