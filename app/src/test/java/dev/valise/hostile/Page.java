package dev.valise.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpSession;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A tab of the attacker's. */
final class Page implements AutoCloseable {
  private final CdpConnection connection;
  private final CdpSession session;
  private final String target;

  private Page(CdpConnection connection, CdpSession session, String target) {
    this.connection = connection;
    this.session = session;
    this.target = target;
  }

  static Page attach(CdpConnection connection, String target) {
    String id =
        connection
            .call(
                "Target.attachToTarget", Map.of("targetId", target, "flatten", true), Client.LIMIT)
            .path("sessionId")
            .asText();
    var page = new Page(connection, connection.session(id), target);
    page.call("Page.enable", Map.of());
    page.call("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
    return page;
  }

  JsonNode call(String method, Map<String, ?> parameters) {
    return session.call(method, parameters, Client.LIMIT);
  }

  /** Goes to a page. Returns its text when it has loaded, or why it did not. */
  String show(String url) throws Exception {
    var loaded = new LinkedBlockingQueue<String>();
    try (var _ =
        connection.listen(event -> {
          if (event.method().equals("Page.lifecycleEvent")
              && event.params().path("name").asText().equals("load")) {
            loaded.add(event.params().path("loaderId").asText());
          }
        })) {
      JsonNode answer = call("Page.navigate", Map.of("url", url));
      String error = answer.path("errorText").asText();
      if (!error.isEmpty()) {
        return error;
      }
      String loader = answer.path("loaderId").asText();
      // The page before may have ended loading only now.
      for (String done = ""; done != null; done = next(loaded)) {
        if (done.equals(loader)) {
          return evaluate("document.documentElement.innerText");
        }
      }
      return "does not load";
    }
  }

  private static @Nullable String next(BlockingQueue<String> queue) throws InterruptedException {
    return queue.poll(Client.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The value of an expression, waited for if it is a promise; what it throws, as text. */
  String evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    JsonNode thrown = answer.path("exceptionDetails").path("exception").path("description");
    return thrown.isMissingNode() ? answer.path("result").path("value").asText() : thrown.asText();
  }

  @Override
  public void close() {
    connection.call("Target.closeTarget", Map.of("targetId", target), Client.LIMIT);
  }
}
