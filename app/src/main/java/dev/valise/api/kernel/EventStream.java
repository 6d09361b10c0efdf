package dev.valise.api.kernel;

import dev.valise.event.EventLog;
import dev.valise.event.EventSubscription;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as server-sent events (HTML Standard, section 9.2), each on the virtual thread of its
 * request. Not Javalin's own: that keeps a list of what a client did not take yet. Here a stream
 * reads from the catalog what comes behind the last event that was written, so that a slow client
 * costs nothing but its thread. Thread-safe.
 */
final class EventStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** Below the 30 s after which Jetty, and many a proxy, ends a silent connection. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final int PAGE = 100;

  /** A console has one; each is a thread, a connection and a query for every event. */
  private static final int MOST_STREAMS = 100;

  /** A client that takes nothing is not waited for. */
  private static final Duration END_LIMIT = Duration.ofSeconds(2);

  private static final String RETRY = "retry: 3000\n\n";
  private static final String COMMENT = ":\n\n";

  private final EventLog log;
  private final Duration heartbeat;
  private final Map<EventSubscription, OrganisationId> open = new HashMap<>();
  private boolean closed;

  EventStream(EventLog log) {
    this(log, HEARTBEAT);
  }

  EventStream(EventLog log, Duration heartbeat) {
    this.log = log;
    this.heartbeat = heartbeat;
  }

  /**
   * Sends events until the client leaves or takes none for as long as Jetty waits for a write (30
   * s), or this is closed.
   *
   * @param after the id of the last event that the client has
   */
  void serve(Context context, long after) throws IOException {
    OrganisationId organisation = Caller.of(context);
    try (EventSubscription news = log.subscribe()) {
      enter(news, organisation);
      try {
        var response = context.res();
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-store");
        // nginx would collect events until it has a buffer full of them.
        response.setHeader("X-Accel-Buffering", "no");
        send(organisation, after, news, response.getOutputStream());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        leave(news);
      }
    }
  }

  private void send(
      OrganisationId organisation, long after, EventSubscription news, OutputStream out)
      throws InterruptedException {
    long last = after;
    try {
      write(out, RETRY);
      while (news.isOpen()) {
        Page<Event> page = log.after(organisation, last, PAGE);
        if (!page.items().isEmpty()) {
          var text = new StringBuilder();
          page.items().forEach(event -> append(text, event));
          write(out, text.toString());
          last = page.items().getLast().id();
        } else if (!news.await(heartbeat)) {
          write(out, COMMENT);
        }
      }
    } catch (IOException e) {
      LOG.debug("a client of events is gone after event {}", last, e);
    }
  }

  /** JSON has no line breaks of its own, so that one line of data is enough. */
  private static void append(StringBuilder text, Event event) {
    text.append("id: ").append(event.id()).append("\nevent: ").append(event.type());
    text.append("\ndata: ").append(new String(EventJson.bytes(event), StandardCharsets.UTF_8));
    text.append("\n\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private synchronized void enter(EventSubscription news, OrganisationId organisation) {
    if (open.values().stream().filter(organisation::equals).count() >= MOST_STREAMS) {
      throw new Refusal.TooMany(
          "the organisation follows its events " + MOST_STREAMS + " times already");
    }
    open.put(news, organisation);
    if (closed) {
      news.close();
    }
  }

  private synchronized void leave(EventSubscription news) {
    open.remove(news);
    notifyAll();
  }

  /** How many clients it has now. */
  synchronized int clients() {
    return open.size();
  }

  /** Ends all streams, and from now on every new one at once; waits a moment until they have. */
  @Override
  public synchronized void close() {
    closed = true;
    open.keySet().forEach(EventSubscription::close);
    long deadline = System.nanoTime() + END_LIMIT.toNanos();
    try {
      while (!open.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
