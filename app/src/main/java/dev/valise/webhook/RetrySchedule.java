package dev.valise.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long a webhook gets to come back. */
final class RetrySchedule {

  /** A restart, a deployment, an outage that somebody has to see first. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6));

  /** Without an event taken in between. */
  static final Duration DISABLED_AFTER = Duration.ofDays(3);

  private RetrySchedule() {}

  /**
   * When an event is tried again.
   *
   * @param attempts so far, from 1
   * @return empty when it is given up
   */
  static Optional<Instant> next(int attempts, Instant now) {
    return attempts <= PAUSES.size()
        ? Optional.of(now.plus(PAUSES.get(attempts - 1)))
        : Optional.empty();
  }
}
