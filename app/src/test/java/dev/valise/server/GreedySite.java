package dev.valise.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A site on loopback whose files have no end. */
final class GreedySite implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  GreedySite() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", GreedySite::page);
    server.createContext("/file", GreedySite::file);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void page(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = "<title>page</title>".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void file(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=endless");
      exchange.sendResponseHeaders(200, 0);
      byte[] block = new byte[1 << 18];
      // Ends when the browser gives up, by an IOException.
      for (long sent = 0; sent < 8L << 30; sent += block.length) {
        exchange.getResponseBody().write(block);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
