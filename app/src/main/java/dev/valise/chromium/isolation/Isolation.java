package dev.valise.chromium.isolation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How browsers shall be kept away from the machine and from each other. */
public enum Isolation {
  /** The best that the machine proves to have. */
  AUTO,

  /** Rooms with namespaces, or no browser at all. */
  STRICT,

  /** What works without namespaces. */
  BASIC,

  /** Plain processes, knowingly. */
  OFF;

  /** As settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #word}.
   *
   * @throws IllegalArgumentException that says which words there are
   */
  public static Isolation of(String word) {
    return Arrays.stream(values())
        .filter(isolation -> isolation.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s"
                    .formatted(
                        word,
                        Arrays.stream(values())
                            .map(Isolation::word)
                            .collect(Collectors.joining(", ")))));
  }
}
