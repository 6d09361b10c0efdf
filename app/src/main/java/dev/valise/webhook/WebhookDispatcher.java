package dev.valise.webhook;

import dev.valise.catalog.CatalogException;
import dev.valise.catalog.WebhookRecords;
import dev.valise.catalog.WebhookRecords.Due;
import dev.valise.crypto.Keyring;
import dev.valise.event.EventLog;
import dev.valise.event.EventSubscription;
import dev.valise.model.Event;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells webhooks what they have to be told, until it is closed: each one event after the other, a
 * bounded number of them at a time. What there is to do is in the catalog, so that a restart loses
 * nothing; an event that was under way then is told once more, with the same id.
 */
public final class WebhookDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);

  private static final int AT_ONCE = 16;

  /** Receivers are to answer first and work then. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Also for events that were added past the log, as the retention does. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

  private final WebhookRecords records;
  private final DeliveryAttempt attempt;
  private final InstantSource clock;
  private final EventSubscription news;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<WebhookId> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  private WebhookDispatcher(
      WebhookRecords records, DeliveryAttempt attempt, InstantSource clock, EventLog log) {
    this.records = records;
    this.attempt = attempt;
    this.clock = clock;
    this.news = log.subscribe();
  }

  /**
   * What it needs from elsewhere.
   *
   * @param body of a request: the same bytes for the same event
   */
  public record Parts(
      WebhookRecords records,
      WebhookNetwork network,
      Keyring keyring,
      Function<Event, byte[]> body,
      EventLog log,
      InstantSource clock) {}

  /** Starts with what an earlier process left undone. */
  public static WebhookDispatcher start(Parts parts) {
    var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var attempt =
        new DeliveryAttempt(
            parts.records(),
            new SecretSeal(parts.keyring()),
            new WebhookCall(parts.network(), tls, LIMIT),
            parts.body(),
            parts.log(),
            parts.clock());
    return start(parts.records(), attempt, parts.clock(), parts.log());
  }

  static WebhookDispatcher start(
      WebhookRecords records, DeliveryAttempt attempt, InstantSource clock, EventLog log) {
    var dispatcher = new WebhookDispatcher(records, attempt, clock, log);
    dispatcher.threads.execute(dispatcher::run);
    return dispatcher;
  }

  /** Looks now, whatever time it was when it looked last. */
  void look() {
    news.wake();
  }

  private void run() {
    try {
      while (!closed && news.isOpen()) {
        var _ = news.await(round());
      }
    } catch (InterruptedException e) {
      LOG.debug("the webhooks are not told anything any more");
    }
  }

  /** Starts what is due; returns how long nothing else is. */
  private Duration round() {
    try {
      Instant now = clock.instant();
      for (Webhook webhook : records.due(now)) {
        if (busy.add(webhook.id())) {
          threads.execute(() -> tell(webhook.id()));
        }
      }
      Optional<Instant> next = records.nextAttempt(now);
      return next.map(at -> Duration.between(now, at))
          .filter(wait -> wait.compareTo(LOOK_EVERY) < 0)
          .orElse(LOOK_EVERY);
    } catch (CatalogException e) {
      LOG.warn("the catalog does not say which webhooks are to be told; it is asked again", e);
      return LOOK_EVERY;
    }
  }

  private void tell(WebhookId id) {
    boolean again = false;
    try {
      places.acquire();
      try {
        tellAllThatIsDue(id);
      } finally {
        places.release();
      }
      again = true;
    } catch (CatalogException e) {
      LOG.warn("webhook {} is told later", id, e);
    } catch (InterruptedException e) {
      LOG.debug("webhook {} is told by the next server", id);
    } finally {
      busy.remove(id);
      if (again) {
        // What came while it was busy was left to it, and may have come too late for it.
        look();
      }
    }
  }

  private void tellAllThatIsDue(WebhookId id) throws InterruptedException {
    Optional<Due> due = records.nextDue(id, clock.instant());
    while (due.isPresent() && !closed) {
      attempt.make(due.get());
      due = records.nextDue(id, clock.instant());
    }
  }

  /** Ends what is under way; it is not counted as an attempt. */
  @Override
  public void close() {
    closed = true;
    news.close();
    threads.shutdownNow();
    threads.close();
  }
}
