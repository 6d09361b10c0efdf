package dev.valise.chromium;

import dev.valise.chromium.isolation.Room;
import dev.valise.chromium.limits.LimitedStart;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room with its folder and its limits, in which nothing runs yet that anyone asked for. Whoever
 * starts a browser in it ends that before.
 *
 * @param madeNanos when it was made, as {@link System#nanoTime} counts
 */
record MadeRoom(ScratchFolder scratch, LimitedStart limits, Room room, long madeNanos) {
  private static final Logger LOG = LoggerFactory.getLogger(MadeRoom.class);

  /** Leaves nothing of it. */
  void discard() throws InterruptedException {
    try {
      room.close();
    } catch (IOException e) {
      LOG.warn("A room cannot be closed", e);
    }
    new BrowserGroup(limits.group()).delete();
    scratch.delete().ifPresent(e -> LOG.warn("Cannot delete {}", scratch.path(), e));
  }
}
