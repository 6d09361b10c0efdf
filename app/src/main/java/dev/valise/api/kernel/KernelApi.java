package dev.valise.api.kernel;

import dev.valise.api.auth.ApiKeys;
import dev.valise.event.EventLog;
import dev.valise.model.Event;
import dev.valise.model.IsolationReport;
import dev.valise.model.Retention;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.session.BrowserSessions;
import dev.valise.session.CdpTokens;
import dev.valise.session.OrganisationNetworks;
import dev.valise.session.SessionLimits;
import dev.valise.webhook.Webhooks;
import io.javalin.config.RoutesConfig;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Kernel's API, and what is more than it, on Javalin's routes. */
public final class KernelApi implements AutoCloseable {
  private static final String HEALTH = "/health";

  private final ApiKeys keys;
  private final ProfileRoutes profileRoutes;
  private final VersionRoutes versionRoutes;
  private final BrowserRoutes browserRoutes;
  private final CheckpointRoutes checkpointRoutes;
  private final EventRoutes eventRoutes;
  private final WebhookRoutes webhookRoutes;
  private final NetworkRoutes networkRoutes;
  private final CapacityJson capacity;
  private final Supplier<Optional<IsolationReport>> isolation;

  /**
   * The use cases behind the API.
   *
   * @param isolation of all browsers here; empty until it is known
   * @param defaultRetention of the profiles that have none of their own
   */
  public record Parts(
      ApiKeys keys,
      Profiles profiles,
      ProfileHistory history,
      ProfileVersions versions,
      EventLog events,
      Webhooks webhooks,
      Retention defaultRetention,
      BrowserSessions sessions,
      OrganisationNetworks networks,
      CdpTokens tokens,
      SessionLimits limits,
      Supplier<Optional<IsolationReport>> isolation,
      InstantSource clock) {}

  public KernelApi(Parts parts) {
    var download = new ProfileDownload(parts.versions());
    Retention retention = parts.defaultRetention();
    keys = parts.keys();
    capacity = CapacityJson.of(parts.limits());
    isolation = parts.isolation();
    profileRoutes = new ProfileRoutes(parts.profiles(), download, retention);
    versionRoutes = new VersionRoutes(parts.profiles(), parts.history(), download, retention);
    browserRoutes =
        new BrowserRoutes(
            parts.sessions(),
            parts.networks(),
            parts.profiles(),
            parts.tokens(),
            retention,
            parts.clock());
    eventRoutes = new EventRoutes(parts.events(), new EventStream(parts.events()));
    webhookRoutes = new WebhookRoutes(parts.webhooks());
    checkpointRoutes = new CheckpointRoutes(parts.sessions(), retention);
    networkRoutes = new NetworkRoutes(parts.networks());
  }

  private Health health() {
    return new Health("ok", capacity, isolation.get());
  }

  /**
   * The answer that needs no key.
   *
   * @param isolation left out as long as it is not known
   */
  record Health(String status, CapacityJson capacity, Optional<IsolationReport> isolation) {}

  /** Adds all routes; every one but {@code /health} wants an API key. */
  public void register(RoutesConfig routes) {
    KernelErrors.register(routes);
    routes.before(context -> {
      if (!context.path().equals(HEALTH)) {
        Caller.authenticate(context, keys);
      }
    });
    routes.get(HEALTH, context -> KernelJson.answer(context, 200, health()));
    profileRoutes.register(routes);
    versionRoutes.register(routes);
    browserRoutes.register(routes);
    checkpointRoutes.register(routes);
    eventRoutes.register(routes);
    webhookRoutes.register(routes);
    networkRoutes.register(routes);
  }

  /** An event as JSON, in the shape that {@code GET /events} has. */
  public static byte[] json(Event event) {
    return EventJson.bytes(event);
  }

  /** Ends the answers that go on by themselves; new ones end at once. */
  @Override
  public void close() {
    eventRoutes.close();
  }
}
