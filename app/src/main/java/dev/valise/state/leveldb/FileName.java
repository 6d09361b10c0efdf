package dev.valise.state.leveldb;

/** How LevelDB names its files ({@code db/filename.cc}). */
final class FileName {
  private static final int DIGITS = 6;

  private FileName() {}

  static String of(long number, String suffix) {
    // Not String.format, whose first call in a process takes tens of milliseconds.
    String digits = Long.toUnsignedString(number);
    return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits + suffix;
  }
}
