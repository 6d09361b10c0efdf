package dev.valise.webhook;

import dev.valise.catalog.JdbcCatalog;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.event.EventLog;
import dev.valise.event.EventType;
import dev.valise.model.Event;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookDelivery.State;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MutableClock;
import dev.valise.testing.Receiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A catalog, an event log and a dispatcher that tells the webhooks of a test. */
abstract class DispatchedWebhooks {
  static final Page.Window ALL = new Page.Window(100, 0);

  final MutableClock clock = new MutableClock();
  private final IdSource ids = Ids.fresh();
  private final Keyring keyring = new Keyring(RootKey.generate(), new MemoryKeysets());
  Path file;
  JdbcCatalog catalog;
  OrganisationId acme;
  EventLog log;
  Webhooks webhooks;
  WebhookDispatcher dispatcher;

  @BeforeEach
  void start(@TempDir Path folder) {
    file = folder.resolve("catalog.db");
    open();
  }

  final void open() {
    catalog = JdbcCatalog.sqlite(file);
    acme = organisation("acme");
    log = EventLog.start(catalog.events(), clock);
    webhooks =
        new Webhooks(
            catalog.webhooks(), WebhookCallTest.openLoopback(), keyring, ids, new Random(), clock);
    var call =
        new WebhookCall(
            WebhookCallTest.openLoopback(),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            Duration.ofSeconds(10));
    var attempt =
        new DeliveryAttempt(
            catalog.webhooks(),
            new SecretSeal(keyring),
            call,
            DispatchedWebhooks::body,
            log,
            clock);
    dispatcher = WebhookDispatcher.start(catalog.webhooks(), attempt, clock, log);
  }

  @AfterEach
  final void close() {
    dispatcher.close();
    log.close();
    catalog.close();
  }

  OrganisationId organisation(String name) {
    return catalog.organisations().findOrCreate(name, ids.organisation(), clock.instant());
  }

  private static byte[] body(Event event) {
    return (event.type() + " " + event.detail().get("number")).getBytes(StandardCharsets.UTF_8);
  }

  void happen(OrganisationId organisation, EventType type, int number) {
    log.happened(organisation, type, Optional.empty(), Map.of("number", Integer.toString(number)));
  }

  Webhooks.Created create(Receiver receiver, String... types) {
    return webhooks.create(acme, receiver.url(), List.of(types), Optional.empty());
  }

  /** The newest delivery, once it is as it should be. */
  WebhookDelivery await(Webhook webhook, State state, int attempts) {
    while (true) {
      List<WebhookDelivery> deliveries =
          webhooks.deliveries(acme, webhook.id().value(), ALL).items();
      if (!deliveries.isEmpty()
          && deliveries.getFirst().state() == state
          && deliveries.getFirst().attempts() == attempts) {
        return deliveries.getFirst();
      }
      Thread.onSpinWait();
    }
  }

  void later(Duration duration) {
    clock.advance(duration);
    dispatcher.look();
  }
}
