package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.isolation.NamespaceInit;
import dev.valise.chromium.isolation.RoomRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room of a browser that an earlier process of this server started.
 *
 * @param namespace of the first process; empty when there never was one
 * @param devToolsPath empty when it was not written down
 */
record LeftoverRoom(
    RoomRecord record,
    Optional<ProcessIdentity> init,
    Optional<NamespaceInit> namespace,
    Optional<String> devToolsPath) {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverRoom.class);

  static LeftoverRoom of(BrowserTrace.InRoom trace) {
    return new LeftoverRoom(
        trace.record(),
        Optional.of(trace.init()).filter(_ -> trace.isThere()),
        Optional.of(new NamespaceInit(trace.init().pid(), trace.namespace())),
        Optional.of(trace.devToolsPath()));
  }

  /** By the word of it in its scratch folder, for a server that died before it wrote more. */
  static Optional<LeftoverRoom> search(Path userDataDir) {
    try {
      for (ScratchFolder scratch : ScratchFolder.all()) {
        Optional<RoomRecord> record =
            RoomRecord.read(scratch.path(), userDataDir, ProcessTable.ofThisMachine().boot());
        if (record.isPresent()) {
          Optional<NamespaceInit> namespace = record.get().init();
          return Optional.of(
              new LeftoverRoom(
                  record.get(), new RoomInit(() -> namespace).find(), namespace, Optional.empty()));
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot look for the room of a browser on {}", userDataDir, e);
    }
    return Optional.empty();
  }

  ScratchFolder scratch() {
    return new ScratchFolder(record.scratch());
  }

  Optional<ProcessIdentity> runningInit() {
    return init;
  }

  /** False when nobody knows how to ask it. */
  boolean askToEnd(Duration limit) {
    if (devToolsPath.isEmpty() || init.isEmpty()) {
      return false;
    }
    try (RoomRecord.Entrance entrance = record.enter(namespace.orElseThrow())) {
      // Asked after the way in was opened: what is there now is what it leads to.
      return init.get().isAlive()
          && LeftoverChromium.askToEnd(
              new DevToolsEndpoint(
                  URI.create("ws://127.0.0.1" + devToolsPath.get()), entrance.devTools()),
              limit);
    } catch (IOException e) {
      LOG.warn("No way into the room of a browser that was left behind", e);
      return false;
    }
  }
}
