package dev.valise.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What came to services that a browser must not reach. Thread-safe. */
final class Arrivals {

  /**
   * Something that came.
   *
   * @param host the address it came to, or what it asks a name server for
   * @param request the first line; empty for a connection that has said nothing yet
   */
  record Arrival(String host, int port, String request) {}

  private final List<Arrival> arrivals = new ArrayList<>();

  synchronized void add(Arrival arrival) {
    arrivals.add(arrival);
    notifyAll();
  }

  /** Forgets what came, so that it is not taken for what comes to another scene. */
  synchronized void clear() {
    arrivals.clear();
  }

  synchronized long count(Predicate<Arrival> wanted) {
    return arrivals.stream().filter(wanted).count();
  }

  synchronized boolean include(Predicate<Arrival> wanted) {
    return count(wanted) > 0;
  }

  /** Waits for it; for what is not known to have been tried already. */
  synchronized boolean come(Predicate<Arrival> wanted, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!include(wanted)) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
