package dev.valise.snapshot;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The clock that the kernel stamps files with. No test may set another: what a stamp tells depends
 * on the time that the kernel had, not on the time that a test plays.
 */
final class FileClock {
  private FileClock() {}

  /** Nanoseconds since 1970-01-01T00:00Z, as exact as a millisecond. */
  static long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  /** Returns once all stamps are settled, or when this thread is interrupted. */
  static void awaitSettled(Collection<FileStamp> stamps) {
    long newest = stamps.stream().mapToLong(FileStamp::changedNanos).max().orElse(0);
    long end = newest + FileStamp.TICK_NANOS + TimeUnit.MILLISECONDS.toNanos(1);
    // A clock that was set back must not hold anybody up.
    long most = nanos() + 2 * FileStamp.TICK_NANOS;
    for (long now = nanos();
        now <= Math.min(end, most) && !Thread.currentThread().isInterrupted();
        now = nanos()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
