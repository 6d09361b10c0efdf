package dev.valise.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cli.Json;
import dev.valise.server.ServerConfiguration;

/**
 * The demonstration's one path: log in, save, restart the server, find the login again.
 *
 * @param site must stay the same throughout: a login belongs to its address
 */
record DemoRun(ServerConfiguration configuration, DemoSite site, StepLog log) {

  private static final String PROFILE = "demo";

  /** What the site finds: before a login, after it, and in the browser after that. */
  record Findings(LoginState before, LoginState after, LoginState restored) {}

  Findings run() {
    LoginState before;
    LoginState after;
    try (DemoServer server = new DemoServer(configuration, log)) {
      server.createProfile(PROFILE);
      DemoServer.Browser session = server.createBrowser(PROFILE, true);
      try (DemoBrowser browser = new DemoBrowser(session.cdp())) {
        before = visit(browser);
        after = logIn(browser);
      }
      server.delete(session);
    }
    try (DemoServer server = new DemoServer(configuration, log)) {
      DemoServer.Browser session = server.createBrowser(PROFILE, false);
      try (DemoBrowser browser = new DemoBrowser(session.cdp())) {
        return new Findings(before, after, visit(browser));
      }
    }
  }

  private LoginState visit(DemoBrowser browser) {
    return log.step(
        () -> {
          browser.open(site.url());
          return state(browser);
        },
        state -> "opened %s, %s".formatted(site.url(), describe(state)));
  }

  private LoginState logIn(DemoBrowser browser) {
    return log.step(
        () -> {
          browser.type("#name", DemoSite.NAME);
          browser.type("#password", DemoSite.PASSWORD);
          browser.clickThrough("#submit");
          browser.evaluate("window.kept");
          return state(browser);
        },
        state -> "filled in the form and clicked \"Log in\", " + describe(state));
  }

  private LoginState state(DemoBrowser browser) {
    JsonNode found = Json.read(browser.evaluate("window.state()"));
    return site.judge(found);
  }

  private static String describe(LoginState state) {
    return state.sessionCookie() ? "logged in" : "not logged in";
  }
}
