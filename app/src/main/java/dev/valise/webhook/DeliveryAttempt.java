package dev.valise.webhook;

import dev.valise.catalog.WebhookRecords;
import dev.valise.catalog.WebhookRecords.Due;
import dev.valise.crypto.BrokenSealException;
import dev.valise.crypto.KeyException;
import dev.valise.event.EventSink;
import dev.valise.event.EventType;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one webhook of one event, once, and keeps what came of it. Thread-safe. */
final class DeliveryAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryAttempt.class);

  private static final int GONE = 410;

  private final WebhookRecords records;
  private final SecretSeal seal;
  private final WebhookCall call;
  private final Function<Event, byte[]> body;
  private final EventSink events;
  private final InstantSource clock;

  /**
   * @param body of a request: the same bytes for the same event
   */
  DeliveryAttempt(
      WebhookRecords records,
      SecretSeal seal,
      WebhookCall call,
      Function<Event, byte[]> body,
      EventSink events,
      InstantSource clock) {
    this.records = records;
    this.seal = seal;
    this.call = call;
    this.body = body;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Tries it.
   *
   * @throws InterruptedException when it was ended before it was clear what became of it; then
   *     nothing is kept
   */
  void make(Due due) throws InterruptedException {
    WebhookDelivery delivery = due.delivery();
    OrganisationId organisation = delivery.event().organisation();
    Optional<Webhook> webhook = records.find(organisation, delivery.webhook());
    if (webhook.isEmpty()) {
      return;
    }
    try {
      WebhookSecret secret = seal.open(organisation, delivery.webhook(), due.secret().bytes());
      answered(delivery, post(webhook.get(), delivery, secret));
    } catch (BrokenSealException | KeyException e) {
      notTaken(delivery, Optional.empty(), "its secret cannot be opened");
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      notTaken(delivery, Optional.empty(), reason(e));
    }
  }

  private int post(Webhook webhook, WebhookDelivery delivery, WebhookSecret secret)
      throws IOException, InterruptedException {
    byte[] bytes = body.apply(delivery.event());
    String id = delivery.messageId();
    long timestamp = clock.instant().getEpochSecond();
    return call.post(
        WebhookUrl.parse(webhook.url()),
        Map.of(
            "webhook-id", id,
            "webhook-timestamp", Long.toString(timestamp),
            "webhook-signature", secret.signature(id, timestamp, bytes)),
        bytes);
  }

  private void answered(WebhookDelivery delivery, int status) {
    if (status / 100 == 2) {
      var _ = records.attempted(delivery.delivered(clock.instant(), status));
      return;
    }
    String hint = status / 100 == 3 ? "; redirects are not followed" : "";
    notTaken(delivery, Optional.of(status), "it answered " + status + hint);
  }

  private void notTaken(WebhookDelivery delivery, Optional<Integer> status, String failure) {
    LOG.info(
        "webhook {} did not take event {}: {}", delivery.webhook(), delivery.event().id(), failure);
    Instant now = clock.instant();
    Optional<Instant> next = RetrySchedule.next(delivery.attempts() + 1, now);
    Optional<Instant> failingSince = records.attempted(delivery.failed(now, status, failure, next));
    // Standard Webhooks: whoever answers 410 Gone wants no more.
    if (status.filter(code -> code == GONE).isPresent()) {
      disable(delivery, failure);
    } else if (failingSince
        .filter(since -> !since.plus(RetrySchedule.DISABLED_AFTER).isAfter(now))
        .isPresent()) {
      disable(delivery, "it took no event since " + failingSince.get() + "; last, " + failure);
    }
  }

  private void disable(WebhookDelivery delivery, String reason) {
    WebhookId id = delivery.webhook();
    if (records.disable(id, reason)) {
      LOG.warn("webhook {} was disabled: {}", id, reason);
      events.happened(
          delivery.event().organisation(),
          EventType.WEBHOOK_DISABLED,
          Optional.empty(),
          Map.of("webhook_id", id.value(), "reason", reason));
    }
  }

  private static String reason(IOException failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }
}
