package dev.valise.chromium.limits;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The control groups that browsers were put into. */
public final class BrowserGroups {
  private BrowserGroups() {}

  /** The one that a process is in, where the machine lets us make any. */
  public static Optional<Path> of(long pid) throws IOException {
    return OwnCgroup.find(Path.of("/proc", Long.toString(pid)))
        .filter(group -> group.getFileName().toString().startsWith("valise-"));
  }
}
