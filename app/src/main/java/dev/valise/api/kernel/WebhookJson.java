package dev.valise.api.kernel;

import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.webhook.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A webhook; Kernel has no such thing.
 *
 * @param events empty for all types
 * @param secret only in the answer that made it
 */
record WebhookJson(
    String id,
    String url,
    List<String> events,
    Optional<String> description,
    boolean enabled,
    Instant createdAt,
    Optional<Instant> failingSince,
    Optional<String> disabledReason,
    Optional<String> secret) {

  static WebhookJson of(Webhook webhook) {
    return of(webhook, Optional.empty());
  }

  static WebhookJson of(Webhooks.Created created) {
    return of(created.webhook(), Optional.of(created.secret().reveal()));
  }

  private static WebhookJson of(Webhook webhook, Optional<String> secret) {
    return new WebhookJson(
        webhook.id().value(),
        webhook.url(),
        webhook.events(),
        webhook.description(),
        webhook.enabled(),
        webhook.createdAt(),
        webhook.failingSince(),
        webhook.disabledReason(),
        secret);
  }

  /**
   * What became of one event.
   *
   * @param id the header webhook-id
   */
  record Delivery(
      String id,
      long eventId,
      String eventType,
      Instant createdAt,
      String state,
      int attempts,
      Optional<Instant> lastAttemptAt,
      Optional<Instant> nextAttemptAt,
      Optional<Integer> responseStatus,
      Optional<String> failure) {

    static Delivery of(WebhookDelivery delivery) {
      return new Delivery(
          delivery.messageId(),
          delivery.event().id(),
          delivery.event().type(),
          delivery.event().at(),
          delivery.state().word(),
          delivery.attempts(),
          delivery.lastAt(),
          delivery.nextAt(),
          delivery.status(),
          delivery.failure());
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WebhookJson[" + id + "]";
  }
}
