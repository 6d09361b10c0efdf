package dev.valise.api.cdp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** The selector for sockets to browsers; Jetty's connector has its own for those of clients. */
final class BrowserSockets extends SelectorManager {

  BrowserSockets(Executor executor, Scheduler scheduler) {
    super(executor, scheduler, 1);
  }

  /**
   * Turns a connected socket into an end point of this selector. Nothing is read from it until it
   * is upgraded to a real connection. Blocks for one round of the selector.
   *
   * @throws IOException when the server is stopping; the channel is closed then
   */
  EndPoint adopt(SocketChannel channel, Duration limit) throws IOException {
    try {
      return register(channel, limit);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private EndPoint register(SocketChannel channel, Duration limit) throws IOException {
    if (!isRunning()) {
      throw new IOException("the server is stopping");
    }
    var registered = new CompletableFuture<EndPoint>();
    channel.configureBlocking(false);
    accept(channel, registered);
    try {
      return registered.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a browser's socket was registered");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a browser's socket could not be registered", e);
    }
  }

  @Override
  protected EndPoint newEndPoint(
      SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
    return new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
    return new Unclaimed(endPoint, getExecutor(), (CompletableFuture<EndPoint>) attachment);
  }

  /** Stands in until the end point gets its real connection. */
  private static final class Unclaimed extends AbstractConnection {
    private final CompletableFuture<EndPoint> registered;

    private Unclaimed(
        EndPoint endPoint, Executor executor, CompletableFuture<EndPoint> registered) {
      super(endPoint, executor);
      this.registered = registered;
    }

    @Override
    public void onOpen() {
      super.onOpen();
      registered.complete(getEndPoint());
    }

    @Override
    public void onFillable() {
      throw new IllegalStateException("nobody asked to read from " + getEndPoint());
    }
  }
}
