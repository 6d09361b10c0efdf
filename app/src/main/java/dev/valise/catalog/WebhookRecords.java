package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The webhooks and their deliveries; one of another organisation is as good as none. */
public interface WebhookRecords {

  /**
   * Adds a webhook; it gets the events that are added from then on.
   *
   * @param sealedSecret is not changed afterwards
   * @param most how many an organisation may have; two calls at the same time never add more
   * @return whether it was added
   */
  boolean insert(Webhook webhook, byte[] sealedSecret, int most);

  Optional<Webhook> find(OrganisationId organisation, WebhookId id);

  /** Webhooks, newest first. */
  Page<Webhook> list(OrganisationId organisation, Page.Window window);

  /**
   * Replaces what people say about a webhook: URL, events, description, and whether it is enabled.
   * To enable it forgets that it failed; to disable it gives up what is pending.
   *
   * @return false when it is not there
   */
  boolean update(Webhook webhook);

  /** Deletes a webhook with its deliveries; false when it is not there. */
  boolean delete(OrganisationId organisation, WebhookId id);

  /** What became of its events, newest first. */
  Page<WebhookDelivery> deliveries(WebhookId webhook, Page.Window window);

  /** The webhooks of all organisations that have to be told something by now. */
  List<Webhook> due(Instant now);

  /** The first delivery of a webhook that has to be tried by now, with the secret to sign it. */
  Optional<Due> nextDue(WebhookId webhook, Instant now);

  /**
   * A delivery that has to be tried.
   *
   * @param secret sealed
   */
  record Due(WebhookDelivery delivery, SealedSecret secret) {}

  /** Sealed bytes, which say nothing about themselves. */
  final class SealedSecret {
    private final byte[] bytes;

    public SealedSecret(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /** When the next delivery comes up that is not due yet. */
  Optional<Instant> nextAttempt(Instant now);

  /**
   * Keeps what became of an attempt, and since when the webhook fails; nothing when the delivery is
   * gone, or was given up meanwhile.
   *
   * @return since when it fails; empty when it took the event
   */
  Optional<Instant> attempted(WebhookDelivery delivery);

  /**
   * Disables a webhook and gives up what is pending.
   *
   * @return false when it is not there, or disabled already
   */
  boolean disable(WebhookId id, String reason);
}
