package dev.valise.api.kernel;

import dev.valise.event.EventLog;
import dev.valise.model.Event;
import dev.valise.model.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /events}: who knows the last id that he has seen gets what came behind it, as a list or as
 * a stream that goes on.
 */
final class EventRoutes implements AutoCloseable {
  private final EventLog events;
  private final EventStream stream;

  EventRoutes(EventLog events, EventStream stream) {
    this.events = events;
    this.stream = stream;
  }

  void register(RoutesConfig routes) {
    routes.get("/events", this::answer);
  }

  private void answer(Context context) throws IOException {
    long after = Pages.number(context, "after", 0, 0, Long.MAX_VALUE);
    if (wantsStream(context)) {
      stream.serve(context, lastSeen(context).orElse(after));
    } else {
      list(context, after);
    }
  }

  private void list(Context context, long after) {
    int limit = Pages.limit(context);
    Page<Event> page = events.after(Caller.of(context), after, limit);
    context.header("X-Limit", Integer.toString(limit));
    context.header("X-Has-More", Boolean.toString(page.more()));
    KernelJson.answer(context, 200, page.items().stream().map(EventJson::of).toList());
  }

  private static boolean wantsStream(Context context) {
    return Optional.ofNullable(context.header("Accept"))
        .filter(accepted -> accepted.contains("text/event-stream"))
        .isPresent();
  }

  /** A client that connects again sends it by itself; its URL still has the first one. */
  private static Optional<Long> lastSeen(Context context) {
    return Optional.ofNullable(context.header("Last-Event-ID"))
        .filter(id -> !id.isEmpty())
        .map(id -> Pages.parse(id, "Last-Event-ID", 0, Long.MAX_VALUE));
  }

  @Override
  public void close() {
    stream.close();
  }
}
