package dev.valise.chromium.isolation;

import static dev.valise.chromium.isolation.NamespaceCalls.NETWORK_NAMESPACE;

import dev.valise.cdp.Network;
import dev.valise.chromium.spawn.OwnThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network namespace, held open whatever becomes of the processes in it. Needs CAP_SYS_ADMIN.
 *
 * <p>Thread-safe. A socket belongs to the namespace in which it was opened, whoever uses it then.
 */
final class NetworkNamespace implements Network, AutoCloseable {
  private final int descriptor;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NetworkNamespace(int descriptor) {
    this.descriptor = descriptor;
  }

  /** A new one, with nothing but a loopback that is down. */
  static NetworkNamespace make() throws IOException {
    return OwnThread.call(() -> {
      NamespaceCalls.unshare(NETWORK_NAMESPACE);
      return new NetworkNamespace(NamespaceCalls.open("/proc/thread-self/ns/net"));
    });
  }

  /** The one of a process of this machine. */
  static NetworkNamespace of(long pid) throws IOException {
    return new NetworkNamespace(NamespaceCalls.open("/proc/" + pid + "/ns/net"));
  }

  /** A file that stands for it, for other processes of root; as long as it is open. */
  String file() {
    return "/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), descriptor);
  }

  @Override
  public SocketChannel open() throws IOException {
    return OwnThread.call(() -> {
      enter();
      // Not of both families, as by default: a browser's port is one of IPv4.
      return SocketChannel.open(StandardProtocolFamily.INET);
    });
  }

  /** Listens on a port of the namespace's loopback. */
  ServerSocketChannel listen(int port) throws IOException {
    return OwnThread.call(() -> {
      enter();
      return listenHere(port);
    });
  }

  /** As above, for a thread that is in the namespace already. */
  static ServerSocketChannel listenHere(int port) throws IOException {
    var listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      return listener.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /** Moves the calling thread in, which must be one of its own. */
  synchronized void enter() throws IOException {
    if (closed.get()) {
      throw new IOException("the room is closed");
    }
    NamespaceCalls.enter(descriptor, NETWORK_NAMESPACE);
  }

  /** Under the same lock as entering: a number that was closed may be another file by then. */
  @Override
  public synchronized void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      NamespaceCalls.close(descriptor);
    }
  }
}
