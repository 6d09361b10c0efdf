package dev.valise.snapshot;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a preset kept out of a snapshot.
 *
 * @param files number of files, links included
 * @param bytes sizes of the regular files among them, added up
 * @param byRule the same by the pattern of the rule, only where there are bytes; what cannot be
 *     stored is left out by no rule
 */
public record LeftOut(int files, long bytes, SortedMap<String, Long> byRule) {
  static final LeftOut NOTHING = new LeftOut(0, 0, new TreeMap<>());

  public LeftOut {
    byRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
  }

  LeftOut and(LeftOut more) {
    SortedMap<String, Long> sums = new TreeMap<>(byRule);
    more.byRule.forEach((rule, size) -> sums.merge(rule, size, Long::sum));
    return new LeftOut(files + more.files, bytes + more.bytes, sums);
  }
}
