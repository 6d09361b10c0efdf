package dev.valise.api.cdp;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A point in time until which several blocking steps together may take.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
record Deadline(long nanoTime) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** At least 1, because a socket reads 0 as "wait for ever". */
  int millisLeft() throws SocketTimeoutException {
    long left = Duration.ofNanos(nanoTime - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the handshake took too long");
    }
    return Math.toIntExact(left);
  }
}
