package dev.valise.chromium;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser version.
 *
 * @param full such as {@code 156.0.8078.79}
 * @param major such as 156
 */
public record ChromiumVersion(String full, int major) {

  private static final Pattern FULL = Pattern.compile("\\b(\\d{1,5})\\.\\d+\\.\\d+\\.\\d+\\b");

  /** Finds the version in what {@code --version} prints, such as "Google Chrome 156.0.8078.79 ". */
  public static Optional<ChromiumVersion> in(String text) {
    Matcher found = FULL.matcher(text);
    return found.find()
        ? Optional.of(new ChromiumVersion(found.group(), Integer.parseInt(found.group(1))))
        : Optional.empty();
  }
}
