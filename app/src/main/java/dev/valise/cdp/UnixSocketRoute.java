package dev.valise.cdp;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * To a browser whose port is bridged to a socket in the file system.
 *
 * @param socket of at most 107 bytes, the size of sockaddr_un's path (unix(7))
 */
public record UnixSocketRoute(Path socket) implements DevToolsEndpoint.Route {

  @Override
  public SocketChannel connect(Duration limit) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // Bounded, because a connect waits for room in the listener's queue.
      TimeLimit.within(limit, channel, () -> channel.connect(UnixDomainSocketAddress.of(socket)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
