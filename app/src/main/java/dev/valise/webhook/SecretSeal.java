package dev.valise.webhook;

import dev.valise.crypto.BrokenSealException;
import dev.valise.crypto.Keyring;
import dev.valise.model.OrganisationId;
import dev.valise.model.WebhookId;
import java.nio.charset.StandardCharsets;

/** Seals secrets for the catalog, each bound to its webhook. Thread-safe. */
record SecretSeal(Keyring keyring) {

  byte[] seal(OrganisationId organisation, WebhookId id, WebhookSecret secret) {
    return keyring.sealingKey(organisation).seal(secret.key(), context(organisation, id));
  }

  /**
   * @throws BrokenSealException when the catalog was changed by somebody else
   * @throws dev.valise.crypto.KeyException when the keys cannot be had
   */
  WebhookSecret open(OrganisationId organisation, WebhookId id, byte[] sealed)
      throws BrokenSealException {
    return WebhookSecret.of(
        keyring.sealingKey(organisation).open(sealed, context(organisation, id)));
  }

  private static byte[] context(OrganisationId organisation, WebhookId id) {
    return ("webhook secret " + organisation + " " + id).getBytes(StandardCharsets.US_ASCII);
  }
}
