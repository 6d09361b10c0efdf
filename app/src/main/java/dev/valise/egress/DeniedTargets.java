package dev.valise.egress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The last few places that were denied. A page may ask for any number. Thread-safe. */
final class DeniedTargets {
  private static final int REMEMBERED = 20;

  // In the order of their last denial.
  private final SequencedMap<String, DeniedTarget> targets = new LinkedHashMap<>();

  synchronized void add(String target, String reason) {
    DeniedTarget before = targets.get(target);
    targets.putLast(
        target, new DeniedTarget(target, reason, before == null ? 1 : before.times() + 1));
    if (targets.size() > REMEMBERED) {
      targets.pollFirstEntry();
    }
  }

  /** The latest first. */
  synchronized List<DeniedTarget> list() {
    return List.copyOf(targets.sequencedValues().reversed());
  }
}
