package dev.valise.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server on loopback that does one thing with each connection. */
final class TestServer implements AutoCloseable {
  /** What it does; the connection is closed afterwards. */
  interface Service {
    void serve(SocketChannel connection) throws Exception;
  }

  private final ServerSocketChannel listener;
  private final AtomicInteger accepted = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private TestServer(InetAddress address, int port, Service service) {
    try {
      listener = ServerSocketChannel.open().bind(new InetSocketAddress(address, port), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(() -> accept(service));
  }

  static TestServer that(Service service) {
    return at("127.0.0.1", 0, service);
  }

  /**
   * @param address any of this machine's own
   * @param port 0 for a free one
   */
  static TestServer at(String address, int port, Service service) {
    return new TestServer(InetAddress.ofLiteral(address), port, service);
  }

  /** Sends back what it gets. */
  static TestServer echo() {
    return that(TestServer::echo);
  }

  static void echo(SocketChannel connection) throws IOException {
    var buffer = ByteBuffer.allocateDirect(64 * 1024);
    while (connection.read(buffer.clear()) >= 0) {
      Octets.write(connection, buffer.flip());
    }
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** How many connections came in so far. */
  int accepted() {
    return accepted.get();
  }

  private void accept(Service service) {
    try {
      while (true) {
        SocketChannel connection = listener.accept();
        accepted.incrementAndGet();
        threads.execute(() -> {
          try (connection) {
            service.serve(connection);
          } catch (Exception e) {
            if (!threads.isShutdown() && !(e instanceof IOException)) {
              e.printStackTrace();
            }
          }
        });
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    threads.close();
  }
}
