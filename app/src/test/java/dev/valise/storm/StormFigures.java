package dev.valise.storm;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What happened in a storm. Thread-safe. */
final class StormFigures {
  /** What is counted. */
  enum Event {
    SESSIONS,
    ACKNOWLEDGED_LOGINS,
    CHECKPOINTS,
    SAVED,
    UNCHANGED,
    RECOVERED,
    TAKEN_OVER,
    FAILED,
    LEASE_LOST,
    KILLED_BROWSERS,
    KILLED_SERVERS,
    REFUSED_OR_BROKEN_REQUESTS
  }

  private final Map<Event, Integer> counts = new EnumMap<>(Event.class);
  private Duration longestWait = Duration.ZERO;

  synchronized void count(Event event) {
    counts.merge(event, 1, Integer::sum);
  }

  /** How long a client tried until it was answered. */
  synchronized void waited(Duration time) {
    longestWait = time.compareTo(longestWait) > 0 ? time : longestWait;
  }

  synchronized int of(Event event) {
    return counts.getOrDefault(event, 0);
  }

  @Override
  public synchronized String toString() {
    return "%s, longest wait of a client %.1f s".formatted(counts, longestWait.toMillis() / 1000.0);
  }
}
