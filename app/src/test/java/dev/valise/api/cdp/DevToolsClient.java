package dev.valise.api.cdp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A DevTools client over the JDK's WebSocket, with one page of its own. */
final class DevToolsClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Jackson's default of 20 million characters is less than a large screenshot.
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private int lastId;

  DevToolsClient(URI uri) {
    socket = http.newWebSocketBuilder().buildAsync(uri, new Incoming()).join();
  }

  JsonNode call(String method, Map<String, ?> params) throws Exception {
    return call(method, params, Map.of());
  }

  /** Evaluates in a page that this opens for it. */
  JsonNode evaluateInNewPage(String expression) throws Exception {
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    String session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    return call(
        "Runtime.evaluate",
        Map.of("expression", expression, "returnByValue", true),
        Map.of("sessionId", session));
  }

  private JsonNode call(String method, Map<String, ?> params, Map<String, String> more)
      throws Exception {
    var message = new java.util.HashMap<String, Object>(more);
    message.putAll(Map.of("id", ++lastId, "method", method, "params", params));
    socket.sendText(JSON.writeValueAsString(message), true).join();
    while (true) {
      JsonNode answer = next();
      if (answer.path("id").asInt() == lastId) {
        return answer.get("result");
      }
    }
  }

  private JsonNode next() throws InterruptedException, TimeoutException, JsonProcessingException {
    String message = messages.poll(60, TimeUnit.SECONDS);
    if (message == null) {
      throw new TimeoutException("no message");
    }
    return JSON.readTree(message);
  }

  /** Waits until the connection is over, closed or broken. */
  void awaitEnd() throws Exception {
    end.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }

  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        messages.add(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end.complete(null);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end.complete(null);
    }
  }
}
