package dev.valise.chromium;

import dev.valise.chromium.isolation.RoomRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The room of a browser that an earlier process of this server started. */
sealed interface Leftover permits LeftoverRoom, LeftoverOpenRoom {
  Logger LOG = LoggerFactory.getLogger(Leftover.class);

  RoomRecord record();

  /**
   * All that run in it.
   *
   * @param main what stands for the browser; one that does not run when it is not known
   */
  ProcessTree tree(ProcessIdentity main, BrowserGroup group);

  /** False when nobody knows how to ask it. */
  boolean askToEnd(Duration limit);

  default ScratchFolder scratch() {
    return new ScratchFolder(record().scratch());
  }

  static Leftover of(BrowserTrace.Place trace, Path userDataDir) {
    return switch (trace) {
      case BrowserTrace.InRoom room -> LeftoverRoom.of(room);
      case BrowserTrace.InOpenRoom room ->
          new LeftoverOpenRoom(room.record(), userDataDir, Optional.of(room.devTools()));
    };
  }

  /** By the word of it in its scratch folder, for a server that died before it wrote more. */
  static Optional<Leftover> search(Path userDataDir) {
    try {
      for (ScratchFolder scratch : ScratchFolder.all()) {
        Optional<RoomRecord> record =
            RoomRecord.read(scratch.path(), userDataDir, ProcessTable.ofThisMachine().boot());
        if (record.isPresent()) {
          return Optional.of(
              record.get().tier().hasNamespaces()
                  ? LeftoverRoom.of(record.get())
                  : new LeftoverOpenRoom(record.get(), userDataDir, Optional.empty()));
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot look for the room of a browser on {}", userDataDir, e);
    }
    return Optional.empty();
  }
}
