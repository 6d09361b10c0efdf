package dev.valise.cli;

import java.util.List;
import java.util.Locale;

/** Sizes for people, in powers of 1000 as disks are sold: {@code 1.7 MB}, {@code 137 MB}. */
final class SizeText {
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

  /** What is rounded to 1000 is 1 of the next unit. */
  private static final double NEXT_UNIT = 999.5;

  private SizeText() {}

  static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= NEXT_UNIT && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    String format = unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, UNITS.get(unit));
  }
}
