package dev.valise.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.event.EventType;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery.State;
import dev.valise.testing.Receiver;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What organisations do with their webhooks. */
@Timeout(60)
class WebhooksTest extends DispatchedWebhooks {

  @Test
  void deletingAWebhookEndsItsDeliveries() throws Exception {
    try (var receiver = new Receiver(() -> 500)) {
      Webhook webhook = create(receiver).webhook();
      happen(acme, EventType.SESSION_STARTED, 1);
      receiver.next();
      await(webhook, State.PENDING, 1);
      webhooks.delete(acme, webhook.id().value());
      later(Duration.ofDays(1));
      try (var other = new Receiver(() -> 200)) {
        create(other);
        happen(acme, EventType.SESSION_STARTED, 2);
        other.next();
      }
      assertThat(receiver.waiting()).isZero();
      assertThatThrownBy(() -> webhooks.find(acme, webhook.id().value()))
          .isInstanceOf(Refusal.NotFound.class);
    }
  }

  @Test
  void anotherOrganisationSeesAndChangesNone() throws Exception {
    try (var receiver = new Receiver(() -> 200)) {
      String id = create(receiver).webhook().id().value();
      OrganisationId other = organisation("other");
      var change =
          new Webhooks.Change(
              Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false));
      assertThat(webhooks.list(other, ALL).items()).isEmpty();
      assertThatThrownBy(() -> webhooks.find(other, id)).isInstanceOf(Refusal.NotFound.class);
      assertThatThrownBy(() -> webhooks.update(other, id, change))
          .isInstanceOf(Refusal.NotFound.class);
      assertThatThrownBy(() -> webhooks.delete(other, id)).isInstanceOf(Refusal.NotFound.class);
      assertThatThrownBy(() -> webhooks.deliveries(other, id, ALL))
          .isInstanceOf(Refusal.NotFound.class);
      assertThat(webhooks.find(acme, id).enabled()).isTrue();
    }
  }

  @Test
  void moreThanTwentyAndUnknownTypesAreRefused() throws Exception {
    try (var receiver = new Receiver(() -> 200)) {
      assertThatThrownBy(() -> create(receiver, "session_started", "sesion_ended"))
          .isInstanceOf(Refusal.Invalid.class)
          .hasMessageContaining("session_ended");
      for (int number = 0; number < 20; number++) {
        create(receiver);
      }
      assertThatThrownBy(() -> create(receiver)).isInstanceOf(Refusal.TooMany.class);
    }
  }
}
