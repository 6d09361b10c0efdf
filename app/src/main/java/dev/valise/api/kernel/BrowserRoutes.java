package dev.valise.api.kernel;

import dev.valise.model.BrowserSession;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Refusal;
import dev.valise.model.Retention;
import dev.valise.model.SessionFilter;
import dev.valise.profile.Profiles;
import dev.valise.session.BrowserSessions;
import dev.valise.session.CdpTokens;
import dev.valise.session.OrganisationNetworks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /browsers}. */
final class BrowserRoutes {
  private final BrowserSessions sessions;
  private final OrganisationNetworks networks;
  private final Profiles profiles;
  private final CdpTokens tokens;
  private final Retention defaultRetention;
  private final InstantSource clock;

  BrowserRoutes(
      BrowserSessions sessions,
      OrganisationNetworks networks,
      Profiles profiles,
      CdpTokens tokens,
      Retention defaultRetention,
      InstantSource clock) {
    this.sessions = sessions;
    this.networks = networks;
    this.profiles = profiles;
    this.tokens = tokens;
    this.defaultRetention = defaultRetention;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.post("/browsers", this::create);
    routes.get("/browsers", this::list);
    routes.get("/browsers/{browser}", this::retrieve);
    routes.patch("/browsers/{browser}", this::update);
    routes.delete("/browsers/{browser}", this::delete);
    routes.post("/browsers/{browser}/retry_save", this::retrySave);
  }

  private void create(Context context) {
    RequestBody body = RequestBody.of(context);
    BrowserSession session = sessions.create(Caller.of(context), BrowserRequests.create(body));
    List<String> warnings =
        new ArrayList<>(
            BrowserRequests.warnings(body, session.settings(), sessions.isolation(session.id())));
    warnings.addAll(networkWarnings(body, session));
    KernelJson.answer(context, 200, json(context, session, warnings));
  }

  private List<String> networkWarnings(RequestBody body, BrowserSession session) {
    List<String> warnings = new ArrayList<>(networks.warnings(session.organisation()));
    if (body.field("network").isPresent() && sessions.network(session.id()).isEmpty()) {
      warnings.add("the browser is a plain process: its network is the machine's, not proxied");
    }
    return warnings;
  }

  private void list(Context context) {
    Page.Window window = Pages.window(context);
    Page<BrowserSession> page = sessions.list(Caller.of(context), filter(context), window);
    Pages.answer(context, window, page, session -> json(context, session, List.of()));
  }

  private void retrieve(Context context) {
    BrowserSession session =
        sessions.find(
            Caller.of(context),
            context.pathParam("browser"),
            Pages.flag(context, "include_deleted"));
    KernelJson.answer(context, 200, json(context, session, List.of()));
  }

  private void update(Context context) {
    BrowserSession session =
        sessions.update(
            Caller.of(context),
            context.pathParam("browser"),
            BrowserRequests.update(RequestBody.of(context)));
    KernelJson.answer(context, 200, json(context, session, List.of()));
  }

  private void retrySave(Context context) {
    BrowserSession session = sessions.retrySave(Caller.of(context), context.pathParam("browser"));
    KernelJson.answer(context, 200, json(context, session, List.of()));
  }

  private void delete(Context context) {
    sessions.end(Caller.of(context), context.pathParam("browser"));
    context.status(204);
  }

  private BrowserJson json(Context context, BrowserSession session, List<String> warnings) {
    OrganisationId organisation = Caller.of(context);
    Optional<ProfileJson> profile =
        session
            .load()
            .flatMap(load -> profiles.find(organisation, load.profile()))
            .map(found -> ProfileJson.of(found, defaultRetention));
    return BrowserJson.of(
        session,
        BrowserUrls.of(context, session.id(), tokens),
        profile,
        sessions.saveProgress(session.id()),
        sessions.saveFailure(session.id()),
        sessions.isolation(session.id()),
        sessions.network(session.id()),
        sessions.lastCheckpoint(session.id()),
        clock.instant(),
        warnings);
  }

  private static SessionFilter filter(Context context) {
    SessionFilter.Status status =
        switch (Optional.ofNullable(context.queryParam("status")).orElse("active")) {
          case "active" ->
              Pages.flag(context, "include_deleted")
                  ? SessionFilter.Status.ALL
                  : SessionFilter.Status.ACTIVE;
          case "deleted" -> SessionFilter.Status.DELETED;
          case "all" -> SessionFilter.Status.ALL;
          default -> throw new Refusal.Invalid("status must be active, deleted or all");
        };
    return new SessionFilter(
        status, Optional.ofNullable(context.queryParam("query")), tags(context));
  }

  /** {@code tags[team]=a} as the SDK writes an object into a query. */
  private static Map<String, String> tags(Context context) {
    Map<String, String> tags = new HashMap<>();
    context
        .queryParamMap()
        .forEach((name, values) -> {
          if (name.startsWith("tags[") && name.endsWith("]") && !values.isEmpty()) {
            tags.put(name.substring("tags[".length(), name.length() - 1), values.getFirst());
          }
        });
    return tags;
  }
}
