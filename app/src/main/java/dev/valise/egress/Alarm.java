package dev.valise.egress;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does something unless it is closed before. Channels need it: reading from a {@code SocketChannel}
 * has no time limit, but closing it ends the wait. The action must not block.
 */
public final class Alarm implements AutoCloseable {
  private final Future<?> pending;

  private Alarm(Future<?> pending) {
    this.pending = pending;
  }

  public static Alarm after(Duration limit, Runnable action) {
    return new Alarm(
        ForkJoinPool.commonPool().schedule(action, limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** After a time in which a count stayed the same, give or take as much again. */
  static Alarm onSilence(Duration limit, LongSupplier count, Runnable action) {
    long[] last = {count.getAsLong()};
    Runnable look =
        () -> {
          long now = count.getAsLong();
          if (now == last[0]) {
            action.run();
          }
          last[0] = now;
        };
    long nanos = limit.toNanos();
    return new Alarm(
        ForkJoinPool.commonPool().scheduleWithFixedDelay(look, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    pending.cancel(false);
  }
}
