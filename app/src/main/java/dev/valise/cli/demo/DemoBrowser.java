package dev.valise.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpSession;
import dev.valise.cli.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One tab of a browser, used as a person would: pages, keys, the mouse. For one thread. */
final class DemoBrowser implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CdpConnection connection;
  private final String sessionId;
  private final CdpSession tab;

  /**
   * Opens a tab of its own.
   *
   * @param cdp the {@code cdp_ws_url} of a browser
   */
  DemoBrowser(URI cdp) {
    connection = CdpConnection.connect(cdp, LIMIT);
    try {
      String target =
          connection
              .call("Target.createTarget", Map.of("url", "about:blank"), LIMIT)
              .path("targetId")
              .asText();
      sessionId =
          connection
              .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), LIMIT)
              .path("sessionId")
              .asText();
      tab = connection.session(sessionId);
      tab.call("Page.enable", LIMIT);
    } catch (RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  void open(URI page) {
    awaitLoad(() -> tab.call("Page.navigate", Map.of("url", page.toString()), LIMIT));
  }

  /** Types into the field that the CSS selector names. */
  void type(String selector, String text) {
    click(selector);
    tab.call("Input.insertText", Map.of("text", text), LIMIT);
  }

  /** Clicks what the CSS selector names and waits for the page that follows. */
  void clickThrough(String selector) {
    awaitLoad(() -> click(selector));
  }

  /** The text that a JavaScript expression, or the promise that it gives, ends with. */
  String evaluate(String expression) {
    JsonNode answer =
        tab.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true),
            LIMIT);
    if (answer.has("exceptionDetails")) {
      throw new DemoException(
          "the page failed: " + answer.at("/exceptionDetails/exception/description").asText());
    }
    return answer.at("/result/value").asText();
  }

  @Override
  public void close() {
    connection.close();
  }

  private void click(String selector) {
    JsonNode centre =
        Json.read(
            evaluate(
                """
                (() => {
                  const box = document.querySelector('%s').getBoundingClientRect();
                  return JSON.stringify(
                      {x: box.x + box.width / 2, y: box.y + box.height / 2});
                })()\
                """
                    .formatted(selector)));
    for (String type : new String[] {"mousePressed", "mouseReleased"}) {
      tab.call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              centre.path("x").asDouble(),
              "y",
              centre.path("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1),
          LIMIT);
    }
  }

  private void awaitLoad(Runnable cause) {
    CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    try (var _ =
        connection.listen(event -> {
          if (event.method().equals("Page.loadEventFired")
              && event.sessionId().filter(sessionId::equals).isPresent()) {
            loaded.complete(event.params());
          }
        })) {
      cause.run();
      loaded.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new DemoException("the page did not load within " + LIMIT.toSeconds() + " s", late);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", interrupted);
    }
  }
}
