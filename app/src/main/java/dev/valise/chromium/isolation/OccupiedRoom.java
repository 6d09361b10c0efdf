package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/** A room with the browser that was started in it, whoever opened it. Thread-safe. */
public interface OccupiedRoom extends AutoCloseable {

  /** To the browser's DevTools port. */
  DevToolsEndpoint.Route devTools();

  /**
   * Listens where the browser looks for its proxy. Empty for a room without a network. Closed with
   * the room.
   */
  Optional<ServerSocketChannel> proxyListener();

  /** The first process in the room, once there is one; empty in a room without namespaces. */
  Optional<NamespaceInit> init();

  /** Gives back what it holds; all its processes have ended, unless it was never used. */
  @Override
  void close() throws IOException;
}
