package dev.valise.server;

import com.sun.management.OperatingSystemMXBean;
import dev.valise.session.SessionLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What all browsers together may take of the machine.
 *
 * @param maxBrowsers at the same time, at least 1; empty: one for each GiB of memory
 * @param maxBrowsersPerOrganisation at least 1; empty for no limit of its own
 * @param minFreeDisk in bytes, below which no browser is started; empty: 1 GiB, or 2 % of the file
 *     system where that is less
 */
public record CapacityOptions(
    OptionalInt maxBrowsers, OptionalInt maxBrowsersPerOrganisation, OptionalLong minFreeDisk) {
  public static final CapacityOptions DEFAULT =
      new CapacityOptions(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());

  /** A rule of thumb: how much a browser takes is up to its pages, and to --browser-memory. */
  private static final long MEMORY_PER_BROWSER = 1L << 30;

  private static final long FREE_DISK = 1L << 30;
  private static final int DISK_SHARE = 50;

  /**
   * @throws IllegalArgumentException for a limit that nothing could keep to
   */
  public CapacityOptions {
    var _ =
        new SessionLimits(maxBrowsers.orElse(1), maxBrowsersPerOrganisation, minFreeDisk.orElse(0));
  }

  /**
   * @param data a folder on the file system that counts
   */
  SessionLimits limits(Path data) throws IOException {
    return new SessionLimits(
        maxBrowsers.orElseGet(CapacityOptions::browsersByMemory),
        maxBrowsersPerOrganisation,
        minFreeDisk.isPresent()
            ? minFreeDisk.getAsLong()
            : Math.min(FREE_DISK, Files.getFileStore(data).getTotalSpace() / DISK_SHARE));
  }

  /** Of the container, where there is one. */
  private static int browsersByMemory() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.clamp(memory / MEMORY_PER_BROWSER, 1, Integer.MAX_VALUE);
  }
}
