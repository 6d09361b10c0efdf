package dev.valise.chromium.isolation;

import java.util.List;
import java.util.Locale;

/** How well a browser is kept away from the machine and from other browsers; the best first. */
public enum Tier {
  /** Namespaces made by root, and a uid for each browser. */
  ROOT,

  /** Namespaces made by the server's own user. */
  USER,

  /** File and TCP rules of the kernel, without namespaces. */
  LANDLOCK,

  /** A plain process. */
  NONE;

  /** As settings and answers write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #word}.
   *
   * @throws IllegalArgumentException when there is no such tier
   */
  public static Tier of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** What does not hold here though it would at a better tier, in words for people. */
  public List<String> notGuaranteed() {
    return switch (this) {
      case ROOT -> List.of();
      case USER ->
          List.of(
              "processes of the server's user outside the browsers' rooms can read profiles",
              "browsers share a user id: what the kernel limits by user holds for all together");
      case LANDLOCK ->
          List.of(
              "processes of the machine, and the names of its files, can be seen",
              "UDP is not filtered: DevTools clients can send it anywhere, pages cannot",
              "unix sockets that have a path are open to native code",
              "DevTools and the proxy are open to all users of the machine");
      case NONE ->
          List.of(
              "other profiles, the server's data and all files of its user can be read and written",
              "services on this machine's loopback and in its networks can be reached",
              "the DevTools of other browsers can be reached: a client can take them over");
    };
  }

  /** Whether browsers have namespaces of their own. */
  public boolean hasNamespaces() {
    return this == ROOT || this == USER;
  }
}
