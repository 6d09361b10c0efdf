package dev.valise.egress.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports from the first to the last, both included.
 *
 * @param first 1 to 65535
 * @param last the first or above, up to 65535
 */
public record PortRange(int first, int last) {
  public static final PortRange ALL = new PortRange(1, 0xffff);

  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  public PortRange {
    if (first < 1 || last > 0xffff || first > last) {
      throw new EgressSyntaxException(
          "ports go from 1 to 65535, the lower one first: \"%d-%d\"".formatted(first, last));
    }
  }

  /**
   * Reads {@code 80} or {@code 8000-8100}.
   *
   * @throws EgressSyntaxException for anything else
   */
  public static PortRange parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new EgressSyntaxException("not a port, or two with a dash: " + Quoted.of(text));
    }
    int first = Integer.parseInt(matcher.group(1));
    return new PortRange(
        first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
