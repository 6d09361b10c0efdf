package dev.valise.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.valise.event.EventType;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookDelivery.State;
import dev.valise.testing.Receiver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookDispatcherTest extends DispatchedWebhooks {

  @Test
  void whatIsToldIsSignedAndOnlyWhatIsWanted() throws Exception {
    try (var receiver = new Receiver(() -> 200)) {
      Webhooks.Created created = create(receiver, "session_started", "session_ended");
      happen(acme, EventType.PROFILE_CREATED, 1);
      happen(organisation("other"), EventType.SESSION_STARTED, 2);
      happen(acme, EventType.SESSION_STARTED, 3);

      Receiver.Request request = receiver.next();
      assertThat(request.body()).isEqualTo("session_started 3");
      WebhookDelivery delivery = await(created.webhook(), State.DELIVERED, 1);
      assertThat(request.header("Webhook-id")).isEqualTo(delivery.messageId());
      long timestamp = Long.parseLong(request.header("Webhook-timestamp"));
      assertThat(timestamp).isEqualTo(clock.instant().getEpochSecond());
      byte[] key =
          Base64.getDecoder().decode(created.secret().reveal().substring("whsec_".length()));
      assertThat(request.header("Webhook-signature"))
          .isEqualTo(
              WebhookSecret.of(key)
                  .signature(
                      delivery.messageId(),
                      timestamp,
                      request.body().getBytes(StandardCharsets.UTF_8)));
      assertThat(delivery.status()).contains(200);
      assertThat(receiver.waiting()).isZero();
      assertThat(webhooks.deliveries(acme, created.webhook().id().value(), ALL).items()).hasSize(1);
    }
  }

  @Test
  void whatIsNotTakenIsToldAgainWithTheSameIdInLongerAndLongerPauses() throws Exception {
    var answers = new AtomicInteger();
    try (var receiver = new Receiver(() -> answers.incrementAndGet() < 4 ? 500 : 200)) {
      Webhook webhook = create(receiver).webhook();
      happen(acme, EventType.SESSION_STARTED, 1);
      String id = receiver.next().header("Webhook-id");
      WebhookDelivery first = await(webhook, State.PENDING, 1);
      assertThat(first.failure()).contains("it answered 500");
      assertThat(first.nextAt()).contains(clock.instant().plusSeconds(5));
      assertThat(webhooks.find(acme, webhook.id().value()).failingSince())
          .contains(clock.instant());

      later(Duration.ofSeconds(5));
      assertThat(receiver.next().header("Webhook-id")).isEqualTo(id);
      assertThat(await(webhook, State.PENDING, 2).nextAt())
          .contains(clock.instant().plusSeconds(30));
      later(Duration.ofSeconds(30));
      assertThat(receiver.next().header("Webhook-id")).isEqualTo(id);
      assertThat(await(webhook, State.PENDING, 3).nextAt())
          .contains(clock.instant().plusSeconds(120));
      later(Duration.ofMinutes(2));
      assertThat(receiver.next().header("Webhook-id")).isEqualTo(id);
      await(webhook, State.DELIVERED, 4);
      assertThat(webhooks.find(acme, webhook.id().value()).failingSince()).isEmpty();
    }
  }

  @Test
  void whatIsPendingSurvivesARestartAndTheKeyIsSealed() throws Exception {
    var answers = new AtomicInteger();
    try (var receiver = new Receiver(() -> answers.incrementAndGet() == 1 ? 503 : 200)) {
      Webhooks.Created created = create(receiver);
      happen(acme, EventType.SESSION_STARTED, 1);
      Receiver.Request first = receiver.next();
      await(created.webhook(), State.PENDING, 1);
      close();
      byte[] stored = Files.readAllBytes(file);
      byte[] key =
          Base64.getDecoder().decode(created.secret().reveal().substring("whsec_".length()));
      assertThat(new String(stored, StandardCharsets.ISO_8859_1))
          .contains(created.webhook().id().value())
          .doesNotContain(new String(key, StandardCharsets.ISO_8859_1))
          .doesNotContain(created.secret().reveal().substring("whsec_".length()));

      clock.advance(Duration.ofSeconds(5));
      open();
      Receiver.Request second = receiver.next();
      assertThat(second.header("Webhook-id")).isEqualTo(first.header("Webhook-id"));
      assertThat(second.body()).isEqualTo(first.body());
      await(created.webhook(), State.DELIVERED, 2);
    }
  }

  @Test
  void anEventIsGivenUpAfterTheLastPauseAndTheNextOneIsTold() throws Exception {
    try (var receiver = new Receiver(() -> 500)) {
      Webhook webhook = create(receiver).webhook();
      happen(acme, EventType.SESSION_STARTED, 1);
      for (int attempt = 1; attempt <= 6; attempt++) {
        receiver.next();
        Instant next = await(webhook, State.PENDING, attempt).nextAt().orElseThrow();
        later(Duration.between(clock.instant(), next));
      }
      receiver.next();
      assertThat(await(webhook, State.FAILED, 7).nextAt()).isEmpty();
      assertThat(webhooks.find(acme, webhook.id().value()).enabled()).isTrue();
      happen(acme, EventType.SESSION_ENDED, 2);
      assertThat(receiver.next().body()).isEqualTo("session_ended 2");
    }
  }

  @Test
  void daysOfFailureDisableAWebhookAndThatIsTold() throws Exception {
    try (var receiver = new Receiver(() -> 500);
        var other = new Receiver(() -> 200)) {
      Webhook webhook = create(receiver).webhook();
      create(other, "webhook_disabled");
      happen(acme, EventType.SESSION_STARTED, 1);
      receiver.next();
      await(webhook, State.PENDING, 1);
      clock.advance(Duration.ofDays(3));
      happen(acme, EventType.SESSION_ENDED, 2);

      assertThat(other.next().body()).startsWith("webhook_disabled");
      Webhook disabled = webhooks.find(acme, webhook.id().value());
      assertThat(disabled.enabled()).isFalse();
      assertThat(disabled.disabledReason().orElseThrow()).contains("2026-01-02", "answered 500");
      assertThat(webhooks.deliveries(acme, webhook.id().value(), ALL).items())
          .extracting(WebhookDelivery::state)
          .containsOnly(State.FAILED);

      var enable =
          new Webhooks.Change(
              Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
      Webhook again = webhooks.update(acme, webhook.id().value(), enable);
      assertThat(again.enabled()).isTrue();
      assertThat(again.failingSince()).isEmpty();
      assertThat(again.disabledReason()).isEmpty();
    }
  }

  @Test
  void whoIsGoneIsToldNothingMore() throws Exception {
    try (var receiver = new Receiver(() -> 410)) {
      Webhook webhook = create(receiver).webhook();
      happen(acme, EventType.SESSION_STARTED, 1);
      receiver.next();
      await(webhook, State.FAILED, 1);
      assertThat(webhooks.find(acme, webhook.id().value()).enabled()).isFalse();
      happen(acme, EventType.SESSION_STARTED, 2);
      assertThat(log.after(acme, 0, 10).items()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(webhooks.deliveries(acme, webhook.id().value(), ALL).items()).hasSize(1);
    }
  }

  @Test
  void aReceiverThatHangsKeepsNoOtherWaiting() throws Exception {
    var free = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          try {
            free.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    hanging.start();
    try (var receiver = new Receiver(() -> 200)) {
      String url = "http://127.0.0.1:" + hanging.getAddress().getPort() + "/";
      webhooks.create(acme, url, List.of(), Optional.empty());
      Webhook webhook = create(receiver).webhook();
      for (int number = 0; number < 20; number++) {
        happen(acme, EventType.SESSION_STARTED, number);
        assertThat(receiver.next().body()).isEqualTo("session_started " + number);
      }
      await(webhook, State.DELIVERED, 1);
    } finally {
      free.countDown();
      hanging.stop(0);
    }
  }
}
