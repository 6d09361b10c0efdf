package dev.valise.chromium.limits;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much one browser may take at most; empty for as much as there is.
 *
 * @param memory in bytes, 512 MiB or more: Chromium does not get through its start with much less
 * @param tasks processes and threads together, 400 or more: one page has 130 to 160
 * @param cpus processors' worth of time, such as 1.5
 */
public record BrowserLimits(OptionalLong memory, OptionalInt tasks, OptionalDouble cpus) {

  private static final long LEAST_MEMORY = 512L << 20;
  private static final int LEAST_TASKS = 400;
  private static final double LEAST_CPUS = 0.01;
  private static final double MOST_CPUS = 10_000;

  /**
   * @throws IllegalArgumentException that says what a browser needs at least
   */
  public BrowserLimits {
    require(
        memory.orElse(LEAST_MEMORY) >= LEAST_MEMORY, "a browser needs at least 512 MiB of memory");
    require(
        tasks.orElse(LEAST_TASKS) >= LEAST_TASKS,
        "a browser needs at least 400 processes and threads");
    // Not true of NaN either.
    require(
        cpus.orElse(LEAST_CPUS) >= LEAST_CPUS && cpus.orElse(LEAST_CPUS) <= MOST_CPUS,
        "a browser needs at least 0.01 processors, and none has more than 10000");
  }

  public static BrowserLimits none() {
    return new BrowserLimits(OptionalLong.empty(), OptionalInt.empty(), OptionalDouble.empty());
  }

  public BrowserLimits withMemory(long bytes) {
    return new BrowserLimits(OptionalLong.of(bytes), tasks, cpus);
  }

  public BrowserLimits withTasks(int count) {
    return new BrowserLimits(memory, OptionalInt.of(count), cpus);
  }

  public BrowserLimits withCpus(double count) {
    return new BrowserLimits(memory, tasks, OptionalDouble.of(count));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
