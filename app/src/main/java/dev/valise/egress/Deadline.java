package dev.valise.egress;

import java.time.Duration;

/** A moment until which several waits in a row may last together. */
record Deadline(long nanoTime) {

  static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** Until then; never negative. */
  long nanos() {
    return Math.max(0, nanoTime - System.nanoTime());
  }

  /** The first of so many equal parts of what remains. */
  Duration share(int parts) {
    return Duration.ofNanos(nanos() / parts);
  }
}
