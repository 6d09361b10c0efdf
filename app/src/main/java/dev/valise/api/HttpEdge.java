package dev.valise.api;

import dev.valise.api.kernel.KernelApi;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server: Javalin for requests, and in front of it what needs the bare connection. */
public final class HttpEdge implements AutoCloseable {
  private final Javalin javalin;
  private final KernelApi kernel;
  private final String host;

  private HttpEdge(Javalin javalin, KernelApi kernel, String host) {
    this.javalin = javalin;
    this.kernel = kernel;
    this.host = host;
  }

  /**
   * Listens.
   *
   * @param port 0 picks a free one
   * @param front sees each request before Javalin does
   * @throws BindException when the address cannot be had
   */
  public static HttpEdge start(String host, int port, KernelApi kernel, Handler.Singleton front)
      throws BindException {
    var javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.http.prefer405over404 = true;
          config.jetty.threadPool = threads();
          config.jetty.modifyServer(server -> {
            server.insertHandler(front);
            server.setErrorHandler(new JsonErrorHandler());
          });
          kernel.register(config.routes);
        });
    try {
      return new HttpEdge(javalin.start(host, port), kernel, host);
    } catch (JavalinBindException e) {
      var failure = new BindException("cannot listen on " + host + ":" + port);
      failure.initCause(e);
      throw failure;
    }
  }

  /**
   * Requests run on virtual threads, selectors on platform threads: a selector on a virtual thread
   * adds a hop to each DevTools message (docs/decisions/0003-cdp-tunnel.md).
   */
  private static QueuedThreadPool threads() {
    var pool = new QueuedThreadPool();
    pool.setName("http");
    pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return pool;
  }

  public URI baseUrl() {
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + javalin.port());
  }

  /** Takes no new requests, and ends those that go on. */
  @Override
  public void close() {
    kernel.close();
    javalin.stop();
  }
}
