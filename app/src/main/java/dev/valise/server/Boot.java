package dev.valise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which start of the machine this is. */
final class Boot {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private Boot() {}

  /**
   * The same for all processes until the machine starts anew; where nothing tells, never the same.
   */
  static String id() throws IOException {
    return Files.exists(LINUX) ? Files.readString(LINUX).strip() : UUID.randomUUID().toString();
  }
}
