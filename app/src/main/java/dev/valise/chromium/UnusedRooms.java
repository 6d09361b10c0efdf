package dev.valise.chromium;

import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.limits.Limiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms that servers made, and were killed before a browser came. All that ran in them ended with
 * those servers; folders and control groups did not.
 */
final class UnusedRooms {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedRooms.class);

  /** In the folder of a room: who made it. */
  private static final String MAKER = "maker";

  private UnusedRooms() {}

  /** Leaves word that this process made the room of a folder. */
  static void mark(ScratchFolder scratch) throws IOException {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    Files.writeString(scratch.path().resolve(MAKER), self.text());
  }

  /**
   * Removes them.
   *
   * @param limiter that they were made with, or an equal one
   */
  static void remove(Limiter limiter) throws IOException, InterruptedException {
    for (ScratchFolder scratch : ScratchFolder.all()) {
      if (isUnused(scratch)) {
        BrowserGroup.leftBy(scratch, limiter).delete();
        scratch.delete().ifPresent(e -> LOG.warn("Cannot delete {}", scratch.path(), e));
      }
    }
  }

  private static boolean isUnused(ScratchFolder scratch) throws IOException {
    Path maker = scratch.path().resolve(MAKER);
    return Files.isRegularFile(maker)
        && !RoomRecord.isIn(scratch.path())
        && !ProcessIdentity.parse(Files.readString(maker)).isAlive();
  }
}
