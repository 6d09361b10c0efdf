package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of bubblewrap: in the one it says what it started, in the other it is told what the
 * room shows.
 *
 * @param scratch where they are
 */
record RoomStatus(Path scratch) {
  /** As the scripts name them. */
  static final String FILE = "status";

  static final String VIEW = "view";

  /** Begins a command of bubblewrap's: opens the descriptors that it is told of. */
  List<String> opening() {
    return List.of(
        "/bin/sh",
        "-c",
        "exec %d>\"$0/%s\" %d<\"$0/%s\"; exec \"$@\""
            .formatted(BubblewrapView.STATUS, FILE, BubblewrapView.ARGUMENTS, VIEW),
        scratch.toString());
  }

  /** What the room is to show. */
  void write(BubblewrapView view) throws IOException {
    Files.write(scratch.resolve(VIEW), view.bytes());
  }

  Optional<NamespaceInit> init() {
    try {
      return NamespaceInit.read(scratch.resolve(FILE));
    } catch (IOException halfWritten) {
      return Optional.empty();
    }
  }
}
