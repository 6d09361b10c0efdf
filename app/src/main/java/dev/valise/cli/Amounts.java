package dev.valise.cli;

import java.util.Locale;

/** Amounts as people read them. */
final class Amounts {
  private static final String UNITS = "kMGTPE";
  private static final int STEP = 1000;

  private Amounts() {}

  /** Such as {@code 999 B}, {@code 1.2 MB} or {@code 48 GB}; units count in steps of 1000. */
  static String bytes(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double amount = bytes;
    int unit = -1;
    // What would be rounded up to the next unit is already in it.
    while (amount >= STEP - 0.5) {
      amount /= STEP;
      unit++;
    }
    String format = amount < 9.95 ? "%.1f %cB" : "%.0f %cB";
    return String.format(Locale.ROOT, format, amount, UNITS.charAt(unit));
  }

  /** Such as {@code 1 version} or {@code 3 versions}. */
  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
