package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in which bubblewrap says what it started.
 *
 * @param scratch where it is
 */
record RoomStatus(Path scratch) {
  private static final String FILE = "status";

  /**
   * Begins a command: opens the descriptors that bubblewrap is told of, since the JDK closes all
   * but the first three. The arguments come in as standard input, of which the browser must have
   * another one.
   */
  List<String> opening() {
    return List.of(
        "/bin/sh",
        "-c",
        "exec %d>\"$0\" %d<&0 0</dev/null; exec \"$@\""
            .formatted(BubblewrapView.STATUS, BubblewrapView.ARGUMENTS),
        file().toString());
  }

  Path file() {
    return scratch.resolve(FILE);
  }

  Optional<NamespaceInit> init() {
    try {
      return NamespaceInit.read(file());
    } catch (IOException halfWritten) {
      return Optional.empty();
    }
  }
}
