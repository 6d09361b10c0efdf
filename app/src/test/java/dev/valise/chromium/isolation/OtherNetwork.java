package dev.valise.chromium.isolation;

import dev.valise.chromium.spawn.OwnThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sockets in the network namespace of another process, for whoever has the right to enter it. */
public final class OtherNetwork implements AutoCloseable {
  private final NetworkNamespace namespace;

  private OtherNetwork(NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  public static OtherNetwork of(long pid) throws IOException {
    return new OtherNetwork(NetworkNamespace.of(pid));
  }

  public ServerSocketChannel listen(InetSocketAddress address) throws IOException {
    return OwnThread.call(() -> {
      namespace.enter();
      return ServerSocketChannel.open().bind(address);
    });
  }

  public SocketChannel connect(InetSocketAddress address) throws IOException {
    return OwnThread.call(() -> {
      namespace.enter();
      return SocketChannel.open(address);
    });
  }

  @Override
  public void close() throws IOException {
    namespace.close();
  }
}
