package dev.valise.egress;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is set on sockets. */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private static final int KEEP_ALIVE_SECONDS = 45;

  private Connections() {}

  /** No waiting for more to send (Nagle's algorithm); Unix sockets never do. */
  static void sendAtOnce(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  /**
   * Asks a silent server now and then whether it is still there, as often as Chromium does on its
   * own connections (kTCPKeepAliveSeconds in net/socket/tcp_socket_posix.cc). It also keeps idle
   * connections in the tables of NAT routers.
   */
  static void keepAlive(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (var pace :
        List.of(ExtendedSocketOptions.TCP_KEEPIDLE, ExtendedSocketOptions.TCP_KEEPINTERVAL)) {
      if (channel.supportedOptions().contains(pace)) {
        channel.setOption(pace, KEEP_ALIVE_SECONDS);
      }
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
