package dev.valise.chromium;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.isolation.RoomRecord;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A room without namespaces: its processes are found like those of a plain browser, and by their
 * user, where that is one of its own.
 *
 * @param devTools empty when it was not written down
 */
record LeftoverOpenRoom(RoomRecord record, Path userDataDir, Optional<URI> devTools)
    implements Leftover {

  @Override
  public ProcessTree tree(ProcessIdentity main, BrowserGroup group) {
    ProcessTable table = ProcessTable.ofThisMachine();
    Set<String> marks = Set.of(ChromiumFlags.userDataDirMark(userDataDir), scratch().mark());
    OptionalInt user = record.user(userDataDir);
    var tree = new ProcessTree(table, main, marks, user, group);
    // All others were started by it.
    ProcessIdentity first =
        tree.members().stream()
            .min(Comparator.comparingLong(ProcessIdentity::startedAt))
            .orElse(main);
    return main.isAlive() ? tree : new ProcessTree(table, first, marks, user, group);
  }

  @Override
  public boolean askToEnd(Duration limit) {
    return devTools
        .map(uri -> LeftoverChromium.askToEnd(DevToolsEndpoint.at(uri), limit))
        .orElse(false);
  }
}
