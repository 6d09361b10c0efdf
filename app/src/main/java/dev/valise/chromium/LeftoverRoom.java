package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.isolation.NamespaceInit;
import dev.valise.chromium.isolation.RoomRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room with namespaces.
 *
 * @param namespace of the first process; empty when there never was one
 * @param devToolsPath empty when it was not written down
 */
record LeftoverRoom(
    RoomRecord record,
    Optional<ProcessIdentity> init,
    Optional<NamespaceInit> namespace,
    Optional<String> devToolsPath)
    implements Leftover {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverRoom.class);

  static LeftoverRoom of(BrowserTrace.InRoom trace) {
    return new LeftoverRoom(
        trace.record(),
        Optional.of(trace.init()).filter(_ -> trace.isThere()),
        Optional.of(new NamespaceInit(trace.init().pid(), trace.namespace())),
        Optional.of(trace.devToolsPath()));
  }

  /** Of which nothing else was written down. */
  static LeftoverRoom of(RoomRecord record) {
    Optional<NamespaceInit> namespace = record.init();
    return new LeftoverRoom(
        record, new RoomInit(() -> namespace).find(), namespace, Optional.empty());
  }

  @Override
  public ProcessTree tree(ProcessIdentity main, BrowserGroup group) {
    return new ProcessTree(ProcessTable.ofThisMachine(), main, this::init, group);
  }

  @Override
  public boolean askToEnd(Duration limit) {
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
