package dev.valise.model;

import java.util.List;
import java.util.Optional;

/**
 * How well browsers are kept away from the machine and from each other, and from taking all of it.
 *
 * @param tier such as {@code root} or {@code none}
 * @param notGuaranteed what does not hold, in words for people
 */
public record IsolationReport(String tier, List<String> notGuaranteed, Limits limits) {
  public IsolationReport {
    notGuaranteed = List.copyOf(notGuaranteed);
  }

  /** Whether browsers have rooms of their own, which have no display. */
  public boolean hasRooms() {
    return tier.equals("root") || tier.equals("user");
  }

  /** What one browser can take at most. */
  public record Limits(Memory memory, Tasks tasks, Cpus cpus) {}

  /**
   * Memory.
   *
   * @param bytes empty when nothing was asked for
   * @param per what it is counted over: {@code browser}, {@code process}, or {@code none} when
   *     nothing limits it
   */
  public record Memory(Optional<Long> bytes, String per) {}

  /** Processes and threads together; as for {@link Memory}. */
  public record Tasks(Optional<Integer> count, String per) {}

  /** Processors' worth of time, such as 1.5; as for {@link Memory}. */
  public record Cpus(Optional<Double> count, String per) {}
}
