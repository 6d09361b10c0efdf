package dev.valise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that gives prepared answers and notes what it was asked. */
final class FakeApi implements AutoCloseable {

  /** What came in: {@code GET /profiles?limit=100&offset=0}, the key it showed, its body. */
  record Request(String line, String authorization, String body) {}

  record Answer(int status, Map<String, String> headers, String body) {}

  private final HttpServer http;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  FakeApi() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  FakeApi answer(String request, int status, String body) {
    return answer(request, status, Map.of(), body);
  }

  FakeApi answer(String request, int status, Map<String, String> headers, String body) {
    answers.put(request, new Answer(status, headers, body));
    return this;
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String line = exchange.getRequestMethod() + " " + uri;
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        new Request(
            line,
            authorization == null ? "" : authorization,
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Answer answer =
        answers.getOrDefault(line, new Answer(404, Map.of(), "{\"message\":\"no " + line + "\"}"));
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
