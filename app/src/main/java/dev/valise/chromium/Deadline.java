package dev.valise.chromium;

import java.time.Duration;

/** A moment until which several waits in a row may last together. */
record Deadline(long nanoTime) {

  static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** Never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Half as far away from now. */
  Deadline halfway() {
    return after(remaining().dividedBy(2));
  }

  boolean isOver() {
    return remaining().isZero();
  }
}
