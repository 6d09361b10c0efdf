package dev.valise.cdp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** To a browser's own port, in whatever network that is. */
public record TcpRoute(Network network, String host, int port) implements DevToolsEndpoint.Route {

  @Override
  public SocketChannel connect(Duration limit) throws IOException {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    SocketChannel channel = network.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      TimeLimit.within(limit, channel, () -> channel.connect(address));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
