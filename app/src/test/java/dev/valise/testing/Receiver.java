package dev.valise.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
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
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  /** What came. */
  public record Request(String method, String path, Headers headers, String body) {
    /** All values of a header; its name with one capital letter, at the beginning. */
    public String header(String name) {
      return String.join("|", headers.getOrDefault(name, List.of()));
    }
  }

  /**
   * @param status of each answer; asked once the request is read
   */
  public Receiver(IntSupplier status) throws IOException {
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

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/hook?token=t";
  }

  /** The next request, which must come soon. */
  public Request next() throws InterruptedException {
    Request request = requests.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing came");
    }
    return request;
  }

  /** How many requests nobody has asked for yet. */
  public int waiting() {
    return requests.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
