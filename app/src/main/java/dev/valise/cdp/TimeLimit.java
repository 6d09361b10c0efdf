package dev.valise.cdp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what blocks on a channel by closing the channel: a channel has no timeouts, and the
 * sockets around it that have some exist for TCP only.
 */
final class TimeLimit {
  private TimeLimit() {}

  /** What may block. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /**
   * Runs a step.
   *
   * @param limit nothing and less than nothing end the step at once
   * @throws SocketTimeoutException when it was not over in time; the channel is closed then
   */
  static <T> T within(Duration limit, Channel channel, Step<T> step) throws IOException {
    var timer = new CompletableFuture<Boolean>();
    var _ =
        timer
            .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((_, timeout) -> {
              if (timeout != null) {
                close(channel);
              }
            });
    try {
      T result = step.run();
      if (!timer.complete(true)) {
        throw new SocketTimeoutException("not done within " + limit);
      }
      return result;
    } catch (ClosedChannelException e) {
      if (timer.isCompletedExceptionally()) {
        throw new SocketTimeoutException("not done within " + limit);
      }
      throw e;
    } finally {
      timer.complete(true);
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more either way, and who waits on it hears of the limit.
    }
  }
}
