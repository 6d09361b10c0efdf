package dev.valise.api.cdp;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The handler in front of a Javalin, as the application wires it, with a pool that knows its leaks.
 */
final class TunnelServer implements AutoCloseable {
  private final ArrayByteBufferPool.Tracking pool = new ArrayByteBufferPool.Tracking();
  private final Javalin javalin;

  private TunnelServer(CdpTunnelHandler handler) {
    var threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.jetty.threadPool = threads;
          config.jetty.modifyServer(server -> server.insertHandler(handler));
          config.jetty.addConnector(this::newConnector);
          config.routes.get("/health", context -> context.result("ok"));
        });
    javalin.start();
  }

  static TunnelServer with(TestingAccess access) {
    return with(new CdpTunnelHandler(access));
  }

  static TunnelServer with(CdpTunnelHandler handler) {
    return new TunnelServer(handler);
  }

  private ServerConnector newConnector(Server server, HttpConfiguration http) {
    var connector =
        new ServerConnector(server, null, null, pool, -1, -1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    return connector;
  }

  private ServerConnector connector() {
    return (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
  }

  /** For connections of now and later, as Javalin's LowResourceMonitor does it under load. */
  void setIdleTimeout(Duration timeout) {
    connector().setIdleTimeout(timeout.toMillis());
    connector().getConnectedEndPoints().forEach(it -> it.setIdleTimeout(timeout.toMillis()));
  }

  /** Passes the time without guessing it: Jetty ends a connection that says nothing. */
  void awaitIdleTimeout() throws IOException {
    try (var silent = new RawClient(this)) {
      silent.awaitEnd();
    }
  }

  int port() {
    return javalin.port();
  }

  /** Buffers that are in use at this moment, at most one per direction of a tunnel. */
  int heldBuffers() {
    return pool.getLeaks().size();
  }

  /** Connections from clients, of whatever kind. */
  int connections() {
    return connector().getConnectedEndPoints().size();
  }

  /** The server's side of the only connection. */
  SocketChannel onlySocket() {
    return (SocketChannel) connector().getConnectedEndPoints().iterator().next().getTransport();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
