package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A room for one browser. Thread-safe; one browser is started in it, once.
 *
 * <p>The browser goes on when the server dies, so that its state can be saved; who opened the room
 * ends all processes in it before closing it.
 */
public interface Room extends AutoCloseable {

  /**
   * Starts the browser.
   *
   * @param arguments of the browser, with paths and ports of its {@link #layout}
   * @param environment all that the browser is to see beside its folders
   * @return what stands for the browser: it ends with the browser, with the same exit code; its
   *     output is the browser's, standard error included
   */
  Process start(List<String> arguments, Map<String, String> environment) throws IOException;

  /** Where things are for the browser. */
  default RoomLayout layout() {
    return RoomLayout.OF_NAMESPACES;
  }

  /** To the browser's DevTools port. */
  DevToolsEndpoint.Route devTools();

  /**
   * Listens where the browser looks for its proxy. Empty for a room without a network. Closed with
   * the room.
   */
  Optional<ServerSocketChannel> proxyListener();

  /** The first process in the room, once there is one; empty in a room without namespaces. */
  Optional<NamespaceInit> init();

  /**
   * The user id that the processes of this room have and no others: what tells them in a room
   * without namespaces. Empty where it is the server's.
   */
  default OptionalInt user() {
    return OptionalInt.empty();
  }

  /** Gives back what it holds; all its processes have ended, unless it was never used. */
  @Override
  void close() throws IOException;
}
