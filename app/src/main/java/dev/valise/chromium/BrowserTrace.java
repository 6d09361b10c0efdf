package dev.valise.chromium;

import dev.valise.chromium.isolation.NamespaceInit;
import dev.valise.chromium.isolation.RoomRecord;
import java.util.Optional;

/**
 * What finds a browser again after a restart of the server, and nothing else: through {@link
 * #text()} and {@link #parse(String)}.
 *
 * @param main what stands for the browser
 * @param room the room that it is in, if any
 */
record BrowserTrace(ProcessIdentity main, Optional<InRoom> room) {

  /**
   * The browser's place.
   *
   * @param init the first process of the room
   * @param namespace the inode of its pid namespace
   * @param devToolsPath such as {@code /devtools/browser/<guid>}
   * @param record how the server gets in
   */
  record InRoom(ProcessIdentity init, long namespace, String devToolsPath, RoomRecord record) {

    /** Whether that very process still runs, in that namespace. */
    boolean isThere() {
      return init.isAlive() && new NamespaceInit(init.pid(), namespace).isThere();
    }
  }

  /** As {@link ProcessIdentity#text}, with the fields of the room behind it, if there is one. */
  String text() {
    return room.map(place ->
            String.join(
                " ",
                main.text(),
                place.init().text(),
                Long.toString(place.namespace()),
                place.devToolsPath(),
                place.record().text()))
        .orElseGet(main::text);
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static BrowserTrace parse(String text) {
    String[] fields = text.split(" ", 5);
    ProcessIdentity main = ProcessIdentity.parse(fields[0]);
    if (fields.length == 1) {
      return new BrowserTrace(main, Optional.empty());
    }
    if (fields.length != 5) {
      throw new IllegalArgumentException("Not a trace of a browser: " + text);
    }
    return new BrowserTrace(
        main,
        Optional.of(
            new InRoom(
                ProcessIdentity.parse(fields[1]),
                Long.parseLong(fields[2]),
                fields[3],
                RoomRecord.parse(fields[4]))));
  }
}
