package dev.valise.storm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The HTTP API of a server, whichever process it is in. Thread-safe. */
final class Api implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI baseUrl;
  private final String key;

  Api(URI baseUrl, String key) {
    this.baseUrl = baseUrl;
    this.key = key;
  }

  Answer get(String path) throws IOException {
    return send(path, request -> request.GET());
  }

  Answer post(String path, Map<String, ?> body) throws IOException {
    String json = JSON.writeValueAsString(body);
    return send(path, request -> request.POST(BodyPublishers.ofString(json)));
  }

  Answer patch(String path, Map<String, ?> body) throws IOException {
    String json = JSON.writeValueAsString(body);
    return send(path, request -> request.method("PATCH", BodyPublishers.ofString(json)));
  }

  Answer delete(String path) throws IOException {
    return send(path, request -> request.DELETE());
  }

  private interface Method {
    HttpRequest.Builder of(HttpRequest.Builder request);
  }

  private Answer send(String path, Method method) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(baseUrl.resolve(path))
            .header("Authorization", "Bearer " + key)
            .timeout(LIMIT);
    try {
      HttpResponse<String> response =
          http.send(method.of(request).build(), BodyHandlers.ofString());
      String body = response.body();
      return new Answer(
          response.statusCode(), body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
