package dev.valise.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpSession;
import dev.valise.cdp.DevToolsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A tab of a browser, opened over DevTools at a page that has loaded. */
public final class Tab implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CdpConnection connection;
  private final CdpSession session;

  private Tab(CdpConnection connection, CdpSession session) {
    this.connection = connection;
    this.session = session;
  }

  public static Tab open(URI devTools, String url) throws Exception {
    return open(DevToolsEndpoint.at(devTools), url);
  }

  public static Tab open(DevToolsEndpoint devTools, String url) throws Exception {
    CdpConnection connection = CdpConnection.connect(devTools, LIMIT);
    String target =
        connection
            .call("Target.createTarget", Map.of("url", "about:blank"), LIMIT)
            .path("targetId")
            .asText();
    String sessionId =
        connection
            .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), LIMIT)
            .path("sessionId")
            .asText();
    CdpSession session = connection.session(sessionId);
    session.call("Page.enable", LIMIT);
    var loaded = new CompletableFuture<String>();
    try (var _ =
        connection.listen(event -> {
          if (event.method().equals("Page.loadEventFired")) {
            loaded.complete(event.method());
          }
        })) {
      session.call("Page.navigate", Map.of("url", url), LIMIT);
      loaded.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return new Tab(connection, session);
    }
  }

  /** The value of an expression, waited for if it is a promise. */
  public String evaluate(String expression) {
    JsonNode result =
        session.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true),
            LIMIT);
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + " threw " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value").asText();
  }

  /** For commands that go to the tab. */
  public CdpSession session() {
    return session;
  }

  /** For commands that go to the browser as a whole. */
  public CdpConnection browser() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
  }
}
