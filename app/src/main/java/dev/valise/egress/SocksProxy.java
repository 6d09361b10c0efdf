package dev.valise.egress;

import dev.valise.egress.policy.Target;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SOCKS5 server for one browser. It has a virtual thread that accepts, one for each connection,
 * and a second one for each that is established. Thread-safe.
 */
public final class SocksProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocksProxy.class);

  /** Between attempts to accept, when the process has no descriptors left: nothing tells of one. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Threads end as soon as their channels are closed, which interrupting them does. */
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final ServerSocketChannel listener;
  private final Dialer dialer;
  private final ProxyLimits limits;
  private final TrafficMeter meter;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("egress-", 0).factory());

  private SocksProxy(
      ServerSocketChannel listener, Dialer dialer, ProxyLimits limits, TrafficMeter meter) {
    this.listener = listener;
    this.dialer = dialer;
    this.limits = limits;
    this.meter = meter;
    this.places = new Semaphore(limits.connections());
  }

  /**
   * Serves whoever connects to a listener, until it is closed.
   *
   * @param listener blocking and bound, of TCP or of Unix sockets, perhaps in a network namespace
   *     of its own; connections to targets leave from this process's namespace all the same. Closed
   *     with the proxy; the file of a Unix socket stays
   * @param meter what goes through is counted in
   */
  public static SocksProxy start(
      ServerSocketChannel listener, Dialer dialer, ProxyLimits limits, TrafficMeter meter) {
    var proxy = new SocksProxy(listener, dialer, limits, meter);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Ends all connections at once, and returns when no thread of the proxy runs any more. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.warn("The listener of a proxy was not closed", e);
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A proxy still has threads {} after its end", END_LIMIT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (true) {
      try {
        places.acquire();
        serve(listener.accept());
      } catch (ClosedChannelException | InterruptedException | RejectedExecutionException _) {
        return;
      } catch (IOException e) {
        places.release();
        LOG.warn("A proxy cannot accept connections", e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void serve(SocketChannel client) {
    try {
      threads.execute(() -> {
        try (client) {
          connect(client);
        } catch (IOException e) {
          LOG.debug("A client was not served", e);
        } catch (InterruptedException | RejectedExecutionException _) {
          LOG.debug("The proxy ended before a client was connected");
        } finally {
          places.release();
        }
      });
    } catch (RejectedExecutionException e) {
      Connections.abort(client);
      throw e;
    }
  }

  private void connect(SocketChannel client) throws IOException, InterruptedException {
    Connections.sendAtOnce(client);
    var handshake = new SocksHandshake(client);
    SocketChannel remote;
    try {
      remote = dialer.dial(request(handshake, client), limits.connect());
    } catch (NoConnectionException e) {
      LOG.debug("Refused: {}", e.toString());
      if (e instanceof DeniedException denied) {
        meter.denied(denied.target().toString(), denied.reason());
      }
      handshake.answer(e.reply());
      return;
    }
    try (remote) {
      meter.connected();
      handshake.answer(Reply.SUCCEEDED);
      new Relay(client, remote, meter, limits.halfClosed()).run(threads);
    }
  }

  private Target request(SocksHandshake handshake, SocketChannel client) throws IOException {
    try (var _ = Alarm.after(limits.handshake(), () -> Connections.abort(client))) {
      return handshake.request();
    }
  }
}
