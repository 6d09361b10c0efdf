package dev.valise.cdp;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Where one browser takes DevTools connections. Whoever has it controls that browser completely.
 *
 * @param uri {@code ws://127.0.0.1:<port>/devtools/browser/<guid>}, as the browser names itself;
 *     its host and port mean something only where the browser runs
 * @param route how to get there from here
 */
public record DevToolsEndpoint(URI uri, Route route) {

  /** A way to a browser. Thread-safe. */
  @FunctionalInterface
  public interface Route {

    /**
     * Opens a stream to the port that the browser listens on. Blocks.
     *
     * @return connected, in blocking mode; belongs to the caller
     * @throws java.net.SocketTimeoutException when that takes longer than the limit
     * @throws IOException when nobody listens there; nothing stays open
     */
    SocketChannel connect(Duration limit) throws IOException;
  }

  /** One that is reached as its URI says, over TCP. */
  public static DevToolsEndpoint at(URI uri) {
    return new DevToolsEndpoint(uri, new TcpRoute(Network.HOST, uri.getHost(), uri.getPort()));
  }

  /** The request target of HTTP/1.1. */
  String target() {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  /** For people; holds the secret part of the URI. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
