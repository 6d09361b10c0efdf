package dev.valise.egress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies bytes both ways between two blocking channels until both directions have ended. Each has
 * one buffer and reads only when all of that is written, so that a slow side holds the other back.
 * The end of one direction is passed on and leaves the other open; a failure ends both.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /**
   * How many bytes a direction copies before it lets other virtual threads run. The scheduler never
   * takes a core from one, and a transfer between fast peers need not wait for anything.
   */
  private static final long TURN = 1 << 20;

  private final SocketChannel client;
  private final SocketChannel remote;
  private final TrafficMeter meter;
  private final Duration halfClosed;
  private final AtomicLong moved = new AtomicLong();
  private int open = 2;
  private @Nullable Alarm silence;

  /**
   * @param halfClosed how long one direction may be silent once the other has ended
   */
  Relay(SocketChannel client, SocketChannel remote, TrafficMeter meter, Duration halfClosed) {
    this.client = client;
    this.remote = remote;
    this.meter = meter;
    this.halfClosed = halfClosed;
  }

  /**
   * Returns when both directions have ended. Interrupting both threads ends them.
   *
   * @param executor runs one direction while the caller does the other
   */
  void run(Executor executor) {
    CompletableFuture<Void> received =
        CompletableFuture.runAsync(() -> copy(remote, client, meter::received), executor);
    copy(client, remote, meter::sent);
    received.join();
  }

  private void copy(SocketChannel from, SocketChannel to, LongConsumer meter) {
    boolean ended = false;
    try {
      copyToEnd(from, to, meter);
      to.shutdownOutput();
      ended = true;
    } catch (IOException e) {
      LOG.debug("A connection broke", e);
    } finally {
      if (!ended) {
        abort();
      }
      oneLess();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // no result depends on the yield, only others' turns
  private void copyToEnd(SocketChannel from, SocketChannel to, LongConsumer meter)
      throws IOException {
    try (var buffers = new CopyBuffer()) {
      long turn = 0;
      int read = 0;
      while (true) {
        ByteBuffer buffer = buffers.after(read);
        read = from.read(buffer);
        if (read < 0) {
          return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          int written = to.write(buffer);
          meter.accept(written);
          moved.addAndGet(written);
        }
        turn += read;
        if (turn >= TURN) {
          Thread.yield();
          turn = 0;
        }
      }
    }
  }

  /** The end of a connection that was only half closed may never come, and it holds a place. */
  private synchronized void oneLess() {
    open--;
    if (open == 1) {
      silence = Alarm.onSilence(halfClosed, moved::get, this::abort);
    } else if (silence != null) {
      silence.close();
    }
  }

  private void abort() {
    Connections.abort(client);
    Connections.abort(remote);
  }
}
