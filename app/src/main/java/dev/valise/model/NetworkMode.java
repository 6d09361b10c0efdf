package dev.valise.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a browser reaches the network. */
public enum NetworkMode {
  /** Through a proxy of the server that judges where to. */
  PROXIED,

  /** By a route of its own, with a filter of packets that judges where to. */
  FULL,

  /** Not at all. */
  NONE;

  /** As requests and answers write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #word}.
   *
   * @throws Refusal.Invalid for any other word, with those that there are
   */
  public static NetworkMode of(String word) {
    return Arrays.stream(values())
        .filter(mode -> mode.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new Refusal.Invalid("the network of a browser is one of: " + words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(NetworkMode::word).collect(Collectors.joining(", "));
  }
}
