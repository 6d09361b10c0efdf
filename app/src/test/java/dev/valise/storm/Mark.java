package dev.valise.storm;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One thing that a login leaves in a browser, and that no other login leaves. */
record Mark(Kind kind, int number) implements Comparable<Mark> {
  private static final Pattern TEXT = Pattern.compile("(persistent|session|item)(\\d+)");

  /** Where it is kept. */
  enum Kind {
    /** A cookie with an expiry. */
    PERSISTENT,
    /** A cookie without one. */
    SESSION,
    /** In localStorage. */
    ITEM;

    /** Each after the other, for numbers from 0. */
    static Kind inTurn(int number) {
      return switch (number % 3) {
        case 0 -> PERSISTENT;
        case 1 -> SESSION;
        default -> ITEM;
      };
    }
  }

  /** Name of the cookie or key of the item. */
  String text() {
    return kind.name().toLowerCase(Locale.ROOT) + number;
  }

  /** The inverse of {@link #text}; empty for names of others. */
  static Optional<Mark> parse(String text) {
    Matcher found = TEXT.matcher(text);
    return found.matches()
        ? Optional.of(
            new Mark(
                Kind.valueOf(found.group(1).toUpperCase(Locale.ROOT)),
                Integer.parseInt(found.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Mark other) {
    return number == other.number
        ? kind.compareTo(other.kind)
        : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return text();
  }
}
