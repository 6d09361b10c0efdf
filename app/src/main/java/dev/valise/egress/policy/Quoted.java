package dev.valise.egress.policy;

/** What others wrote, fit for a message: short, and printable ASCII only. */
final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  static String of(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .limit(LONGEST)
        .forEach(it -> quoted.append(it > ' ' - 1 && it < 0x7f ? (char) it : '?'));
    return quoted.append(text.length() > LONGEST ? "…\"" : "\"").toString();
  }
}
