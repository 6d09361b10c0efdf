package dev.valise.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.valise.egress.Resolver;
import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** A program on loopback that is told of events, by the JDK's own HTTP server. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  record Request(String method, String path, Headers headers, String body) {
    String header(String name) {
      return String.join("|", headers.getOrDefault(name, List.of()));
    }
  }

  /**
   * @param status of each answer; asked once the request is read
   */
  Receiver(IntSupplier status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            requests.add(
                new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
            exchange.sendResponseHeaders(status.getAsInt(), -1);
          }
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook?token=t";
  }

  /** The next request, which must come soon. */
  Request next() throws InterruptedException {
    Request request = requests.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing came");
    }
    return request;
  }

  int waiting() {
    return requests.size();
  }

  /** A network in which all of loopback is open. */
  static WebhookNetwork openLoopback() {
    return new WebhookNetwork(
        new EgressPolicy(EgressRules.NONE, LoopbackPorts.parse("all"), _ -> false), loopback());
  }

  /** Every name is on loopback. */
  static Resolver loopback() {
    return _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
