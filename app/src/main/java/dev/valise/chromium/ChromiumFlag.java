package dev.valise.chromium;

/**
 * One command-line flag and why it is there.
 *
 * @param text as on the command line; {@code <...>} stands for a value of the launch
 */
public record ChromiumFlag(String text, Use use, String reason) {

  /** When a flag is given. */
  public enum Use {
    ALWAYS,
    HEADLESS,
    WITH_A_SCREEN,
    WITHOUT_SANDBOX,
    BEHIND_THE_PROXY,
    ON_THE_NETWORK_OF_THE_MACHINE,
    SMALL_SHARED_MEMORY,
    WINDOW_SIZE_GIVEN
  }

  public ChromiumFlag {
    if (!text.startsWith("--") || reason.isBlank()) {
      throw new IllegalArgumentException("A flag needs its two dashes and a reason: " + text);
    }
  }

  /** The part before {@code =}. */
  public String name() {
    return nameOf(text);
  }

  static String nameOf(String flag) {
    int value = flag.indexOf('=');
    return value < 0 ? flag : flag.substring(0, value);
  }
}
