package dev.valise.session;

import java.time.Duration;
import java.time.Instant;

/** When a session is due for its next periodic checkpoint. Thread-safe. */
final class CheckpointSchedule {
  private Instant last;
  private boolean underWay;

  CheckpointSchedule(Instant began) {
    last = began;
  }

  /**
   * Whether the time has come; if so the caller begins one, and nobody else does until it is over.
   */
  synchronized boolean begin(Duration every, Instant now) {
    if (underWay || last.plus(every).isAfter(now)) {
      return false;
    }
    underWay = true;
    return true;
  }

  synchronized void over(Instant now) {
    underWay = false;
    last = now;
  }
}
