package dev.valise.event;

import dev.valise.catalog.CatalogException;
import dev.valise.catalog.EventRecords;
import dev.valise.catalog.EventRecords.Draft;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of all organisations: taken from whoever tells of them, written in their order by one
 * thread, read by anybody. Thread-safe.
 *
 * <p>What was taken and is not written yet is lost when the process is killed: mostly what happened
 * in the last milliseconds, because the writer takes all that waits in one transaction.
 */
public final class EventLog implements EventSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  /**
   * How much of what.
   *
   * @param waiting events that are not written yet; 10,000 are a few megabytes
   * @param batch written in one transaction
   * @param kept of each organisation, the newest
   * @param keptFor nothing is kept for longer
   * @param pruneEvery how often, or after as many events as are written in ten batches
   * @param pause after the catalog failed
   * @param closing how long to write what waits at the end
   */
  record Limits(
      int waiting,
      int batch,
      int kept,
      Duration keptFor,
      Duration pruneEvery,
      Duration pause,
      Duration closing) {
    static final Limits DEFAULT =
        new Limits(
            10_000,
            500,
            10_000,
            Duration.ofDays(30),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
  }

  /** A reader sees what had happened before it asked, unless the catalog takes longer than this. */
  private static final Duration OWN_EVENTS = Duration.ofSeconds(2);

  private final EventRecords records;
  private final InstantSource clock;
  private final Limits limits;
  private final EventQueue queue;
  private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final Thread writer;

  private EventLog(EventRecords records, InstantSource clock, Limits limits) {
    this.records = records;
    this.clock = clock;
    this.limits = limits;
    this.queue = new EventQueue(limits.waiting());
    this.writer = Thread.ofPlatform().daemon().name("event-log").unstarted(this::write);
  }

  /** Starts the writer. */
  public static EventLog start(EventRecords records, InstantSource clock) {
    return start(records, clock, Limits.DEFAULT);
  }

  static EventLog start(EventRecords records, InstantSource clock, Limits limits) {
    var log = new EventLog(records, clock, limits);
    log.writer.start();
    return log;
  }

  @Override
  public void happened(
      OrganisationId organisation,
      EventType type,
      Optional<ProfileId> profile,
      Map<String, String> detail) {
    queue.put(new Draft(organisation, clock.instant(), type.word(), profile, detail));
  }

  /**
   * Events, oldest first, with those that had happened when this was called.
   *
   * @param id only those behind this one; 0 for all that are kept
   */
  public Page<Event> after(OrganisationId organisation, long id, int limit) {
    try {
      queue.awaitDone(OWN_EVENTS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Page.of(records.after(organisation, id, limit + 1), new Page.Window(limit, 0));
  }

  /** Tells a reader of each change from now on, until either is closed. */
  public EventSubscription subscribe() {
    var subscription = new EventSubscription(subscriptions::remove);
    subscriptions.add(subscription);
    if (queue.isClosed()) {
      subscription.end();
    }
    return subscription;
  }

  private void write() {
    try {
      int sincePruned = 0;
      prune();
      List<Draft> batch = take();
      while (!batch.isEmpty() || !queue.isClosed()) {
        append(batch);
        sincePruned += batch.size();
        if (batch.isEmpty() || sincePruned >= 10 * limits.batch()) {
          prune();
          sincePruned = 0;
        }
        batch = take();
      }
    } catch (InterruptedException e) {
      LOG.warn("the event log was ended while it was writing");
    }
  }

  private List<Draft> take() throws InterruptedException {
    return queue.take(limits.batch(), limits.pruneEvery(), clock.instant());
  }

  /** Tries until it works; once nothing comes any more it tries only once. */
  private void append(List<Draft> batch) throws InterruptedException {
    boolean written = batch.isEmpty();
    while (!written) {
      boolean last = queue.isClosed();
      try {
        var _ = records.append(batch);
        written = true;
      } catch (CatalogException e) {
        LOG.warn("{} events could not be written", batch.size(), e);
        if (last) {
          LOG.error("{} events are lost", batch.size());
          break;
        }
        queue.pause(limits.pause());
      }
    }
    queue.done(batch.size());
    subscriptions.forEach(EventSubscription::wake);
  }

  private void prune() {
    try {
      int pruned = records.prune(clock.instant().minus(limits.keptFor()), limits.kept());
      if (pruned > 0) {
        LOG.info("{} old events were removed", pruned);
      }
    } catch (CatalogException e) {
      LOG.warn("old events could not be removed; it is tried again later", e);
    }
  }

  /** Writes what waits, for a bounded time, and ends all subscriptions. */
  @Override
  public void close() {
    queue.close();
    try {
      if (!writer.join(limits.closing())) {
        LOG.error("not all events could be written in time");
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    subscriptions.forEach(EventSubscription::end);
  }
}
