package dev.valise.model;

import java.util.List;

/**
 * How well browsers are kept away from the machine and from each other.
 *
 * @param tier such as {@code root} or {@code none}
 * @param notGuaranteed what does not hold, in words for people
 */
public record IsolationReport(String tier, List<String> notGuaranteed) {
  public IsolationReport {
    notGuaranteed = List.copyOf(notGuaranteed);
  }

  /** Whether browsers have rooms of their own, which have no display. */
  public boolean hasRooms() {
    return tier.equals("root") || tier.equals("user");
  }
}
