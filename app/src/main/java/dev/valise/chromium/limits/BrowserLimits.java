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

  public BrowserLimits {
    memory.ifPresent(bytes -> atLeast(LEAST_MEMORY, (double) bytes, "bytes of memory"));
    tasks.ifPresent(count -> atLeast(LEAST_TASKS, count, "tasks"));
    cpus.ifPresent(count -> atLeast(0.01, count, "processors"));
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

  private static void atLeast(double least, double given, String what) {
    if (!(given >= least)) {
      throw new IllegalArgumentException(
          "A browser needs at least %.2f %s, not %.2f".formatted(least, what, given));
    }
  }
}
