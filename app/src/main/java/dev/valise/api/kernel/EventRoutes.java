package dev.valise.api.kernel;

import dev.valise.model.Event;
import dev.valise.model.Page;
import dev.valise.profile.ProfileEvents;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /events}: who knows the last id that he has seen gets what came behind it. */
final class EventRoutes {
  private final ProfileEvents events;

  EventRoutes(ProfileEvents events) {
    this.events = events;
  }

  void register(RoutesConfig routes) {
    routes.get("/events", this::list);
  }

  private void list(Context context) {
    long after = Pages.number(context, "after", 0, 0, Long.MAX_VALUE);
    int limit = Pages.limit(context);
    Page<Event> page = events.after(Caller.of(context), after, limit);
    context.header("X-Limit", Integer.toString(limit));
    context.header("X-Has-More", Boolean.toString(page.more()));
    KernelJson.answer(context, 200, page.items().stream().map(EventJson::of).toList());
  }
}
