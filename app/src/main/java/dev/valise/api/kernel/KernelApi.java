package dev.valise.api.kernel;

import dev.valise.api.auth.ApiKeys;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.session.BrowserSessions;
import dev.valise.session.CdpTokens;
import io.javalin.config.RoutesConfig;
import java.time.InstantSource;
import java.util.Map;

/** Kernel's API on Javalin's routes. */
public final class KernelApi {
  private static final String HEALTH = "/health";

  private final ApiKeys keys;
  private final ProfileRoutes profileRoutes;
  private final BrowserRoutes browserRoutes;

  public KernelApi(
      ApiKeys keys,
      Profiles profiles,
      ProfileVersions versions,
      BrowserSessions sessions,
      CdpTokens tokens,
      InstantSource clock) {
    this.keys = keys;
    this.profileRoutes = new ProfileRoutes(profiles, versions);
    this.browserRoutes = new BrowserRoutes(sessions, profiles, tokens, clock);
  }

  /** Adds all routes; every one but {@code /health} wants an API key. */
  public void register(RoutesConfig routes) {
    KernelErrors.register(routes);
    routes.before(context -> {
      if (!context.path().equals(HEALTH)) {
        Caller.authenticate(context, keys);
      }
    });
    routes.get(HEALTH, context -> KernelJson.answer(context, 200, Map.of("status", "ok")));
    profileRoutes.register(routes);
    browserRoutes.register(routes);
  }
}
