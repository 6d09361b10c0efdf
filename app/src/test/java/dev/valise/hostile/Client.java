package dev.valise.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpEvent;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Somebody who has the DevTools URL of a browser, and with it all commands there are. */
final class Client implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private final CdpConnection connection;

  private Client(CdpConnection connection) {
    this.connection = connection;
  }

  static Client connect(URI devTools) {
    return new Client(CdpConnection.connect(devTools, LIMIT));
  }

  /** A command to the browser as a whole. */
  JsonNode call(String method, Map<String, ?> parameters) {
    return connection.call(method, parameters, LIMIT);
  }

  /** A tab in the browser's own context. */
  Page page() throws Exception {
    return page(Map.of());
  }

  /** A tab in a context of its own, which has nothing of others. */
  Page pageInNewContext() throws Exception {
    return pageIn(Map.of());
  }

  /** A tab in a context of its own, where a client says by which proxy. */
  Page pageBy(String proxy) throws Exception {
    return pageIn(Map.of("proxyServer", proxy));
  }

  private Page pageIn(Map<String, String> context) throws Exception {
    String id = call("Target.createBrowserContext", context).path("browserContextId").asText();
    return page(Map.of("browserContextId", id));
  }

  /** Does something. Returns the event that follows, or that there is none. */
  String await(Predicate<CdpEvent> wanted, Runnable action) throws Exception {
    var found = new CompletableFuture<String>();
    try (var _ =
        connection.listen(event -> {
          if (wanted.test(event)) {
            found.complete(event.params().toString());
          }
        })) {
      action.run();
      return found.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return "nothing happens";
    }
  }

  private Page page(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("url", "about:blank");
    String target = call("Target.createTarget", parameters).path("targetId").asText();
    return Page.attach(connection, target);
  }

  @Override
  public void close() {
    connection.close();
  }
}
