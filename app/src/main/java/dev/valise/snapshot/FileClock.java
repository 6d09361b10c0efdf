package dev.valise.snapshot;

import java.util.concurrent.TimeUnit;

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
}
