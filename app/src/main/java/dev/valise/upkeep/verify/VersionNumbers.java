package dev.valise.upkeep.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Numbers in words. */
final class VersionNumbers {
  private VersionNumbers() {}

  /** Such as {@code version 7} or {@code versions 1 to 6 and 8}; at least one. */
  static String versions(SortedSet<Integer> numbers) {
    return (numbers.size() == 1 ? "version " : "versions ") + ranges(numbers);
  }

  /** Such as {@code 1 blob} or {@code 3 blobs}. */
  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  private static String ranges(SortedSet<Integer> numbers) {
    List<String> ranges = new ArrayList<>();
    int first = numbers.first();
    int last = first;
    for (int number : numbers) {
      if (number > last + 1) {
        add(first, last, ranges);
        first = number;
      }
      last = number;
    }
    add(first, last, ranges);
    String end = ranges.removeLast();
    return ranges.isEmpty() ? end : String.join(", ", ranges) + " and " + end;
  }

  private static void add(int first, int last, List<String> ranges) {
    if (last - first < 2) {
      ranges.add(Integer.toString(first));
      if (last > first) {
        ranges.add(Integer.toString(last));
      }
    } else {
      ranges.add(first + " to " + last);
    }
  }
}
