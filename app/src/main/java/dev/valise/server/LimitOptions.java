package dev.valise.server;

import dev.valise.chromium.limits.BrowserLimits;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What each browser may take of the machine at most; empty for no limit.
 *
 * @param memory in bytes, 512 MiB or more
 * @param tasks processes and threads together, 400 or more
 * @param cpus processors' worth of time, such as 1.5
 */
public record LimitOptions(OptionalLong memory, OptionalInt tasks, OptionalDouble cpus) {

  /**
   * For ordinary use: a browser with ten tabs of as many sites has 19 processes with 250 threads,
   * and 740 MB of data in each page's process, most of which it never touches (Chromium 156).
   */
  public static final LimitOptions DEFAULT =
      new LimitOptions(OptionalLong.of(4L << 30), OptionalInt.of(2000), OptionalDouble.empty());

  public static final LimitOptions NONE =
      new LimitOptions(OptionalLong.empty(), OptionalInt.empty(), OptionalDouble.empty());

  /**
   * @throws IllegalArgumentException that says what a browser needs at least
   */
  public LimitOptions {
    var _ = new BrowserLimits(memory, tasks, cpus);
  }

  public LimitOptions withMemory(long bytes) {
    return new LimitOptions(OptionalLong.of(bytes), tasks, cpus);
  }

  public LimitOptions withTasks(int count) {
    return new LimitOptions(memory, OptionalInt.of(count), cpus);
  }

  public LimitOptions withCpus(double count) {
    return new LimitOptions(memory, tasks, OptionalDouble.of(count));
  }

  BrowserLimits ofBrowsers() {
    return new BrowserLimits(memory, tasks, cpus);
  }
}
