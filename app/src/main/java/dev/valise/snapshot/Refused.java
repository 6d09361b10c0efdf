package dev.valise.snapshot;

import java.util.ArrayList;
import java.util.List;

/** What a snapshot should hold and cannot, by name and reason, for people. Used by one thread. */
final class Refused {
  private final List<String> lines = new ArrayList<>();

  void add(String path, String reason) {
    lines.add(quoted(path) + ": " + reason);
  }

  /** In the order of their names. */
  List<String> lines() {
    return lines.stream().sorted().toList();
  }

  /** A name may hold anything but a slash, line ends and terminal sequences too. */
  private static String quoted(String path) {
    var text = new StringBuilder("'");
    path.chars()
        .forEach(c -> {
          if (Character.isISOControl(c) || c == 0xFFFD) {
            text.append("\\u%04x".formatted(c));
          } else {
            text.append((char) c);
          }
        });
    return text.append("'").toString();
  }
}
