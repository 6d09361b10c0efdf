package dev.valise.egress;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is set on sockets. */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private Connections() {}

  /** No waiting for more to send (Nagle's algorithm); Unix sockets never do. */
  static void sendAtOnce(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  /**
   * Closes at once, with a reset where there is such a thing (TCP, not Unix sockets): a body
   * without a length that ends in the middle must not look complete to a browser.
   */
  static void abort(SocketChannel channel) {
    try (channel) {
      if (channel.isOpen()
          && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      LOG.debug("A connection was gone before it was closed", e);
    }
  }
}
