package dev.valise.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valise.cli.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A site with a login, on loopback, which browsers take for a secure context. It hands out values
 * that nobody can know before, so that finding them later proves where they come from.
 */
final class DemoSite implements AutoCloseable {

  static final String NAME = "ada";
  static final String PASSWORD = "lovelace";

  private final String session;
  private final String remember;
  private final String token;
  private final String record;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  DemoSite(RandomGenerator random) {
    session = secret(random);
    remember = secret(random);
    token = secret(random);
    record = secret(random);
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/".formatted(http.getAddress().getPort()));
  }

  /** Compares what {@code window.state()} found with what this site handed out. */
  LoginState judge(JsonNode found) {
    return new LoginState(
        found.path("session").asText().equals(session),
        found.path("remember").asText().equals(remember),
        found.path("token").asText().equals(token),
        found.path("record").asText().equals(record));
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
        case "GET /" ->
            send(
                exchange,
                200,
                "text/html",
                isLoggedIn(exchange) ? DemoPages.ACCOUNT : DemoPages.LOGIN);
        case "POST /login" -> login(exchange);
        case "GET /cookies" -> send(exchange, 200, "application/json", cookies(exchange));
        default -> send(exchange, 404, "text/plain", "nothing here");
      }
    }
  }

  private void login(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (!form.equals("name=%s&password=%s".formatted(NAME, PASSWORD))) {
      send(exchange, 403, "text/html", DemoPages.LOGIN);
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.add("Set-Cookie", "session=%s; Path=/; HttpOnly; SameSite=Lax".formatted(session));
    headers.add("Set-Cookie", "remember=%s; Path=/; Max-Age=31536000".formatted(remember));
    send(exchange, 200, "text/html", DemoPages.welcome(token, record));
  }

  private boolean isLoggedIn(HttpExchange exchange) {
    return cookie(exchange, "session").filter(session::equals).isPresent();
  }

  private static String cookies(HttpExchange exchange) {
    return Json.object()
        .put("session", cookie(exchange, "session").orElse(null))
        .put("remember", cookie(exchange, "remember").orElse(null))
        .toString();
  }

  private static Optional<String> cookie(HttpExchange exchange, String name) {
    List<String> headers = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
    return headers.stream()
        .flatMap(header -> Stream.of(header.split("; *")))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String secret(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
