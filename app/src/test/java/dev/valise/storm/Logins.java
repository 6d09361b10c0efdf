package dev.valise.storm;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** The logins that a server has acknowledged, by profile: none of them may ever be missing. */
final class Logins {
  private final Map<String, Set<Mark>> acknowledged = new HashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /** A login that nobody had before. */
  Mark next() {
    int number = last.incrementAndGet();
    return new Mark(Mark.Kind.inTurn(number), number);
  }

  synchronized void acknowledge(String profile, Collection<Mark> marks) {
    acknowledged.computeIfAbsent(profile, _ -> new TreeSet<>()).addAll(marks);
  }

  synchronized Set<Mark> of(String profile) {
    return Set.copyOf(acknowledged.getOrDefault(profile, Set.of()));
  }

  /** Those of which a browser that has loaded the profile knows nothing. */
  static Set<Mark> missing(Set<Mark> acknowledged, Set<Mark> seen) {
    Set<Mark> missing = new TreeSet<>(acknowledged);
    missing.removeAll(seen);
    return missing;
  }
}
