package dev.valise.chromium;

import dev.valise.chromium.isolation.NamespaceInit;
import dev.valise.chromium.isolation.RoomRecord;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What finds a browser again after a restart of the server, and nothing else: through {@link
 * #text()} and {@link #parse(String)}.
 *
 * @param main what stands for the browser
 * @param place the room that it is in, if any
 */
record BrowserTrace(ProcessIdentity main, Optional<Place> place) {
  private static final String DEVTOOLS = "ws://";
  private static final Pattern WITH_PROXY = Pattern.compile("([0-9]{1,5}) (.*)");

  /** A browser's room. */
  sealed interface Place {
    String text();
  }

  /**
   * One with namespaces.
   *
   * @param init the first process of the room
   * @param namespace the inode of its pid namespace
   * @param devToolsPath such as {@code /devtools/browser/<guid>}
   * @param record how the server gets in
   */
  record InRoom(ProcessIdentity init, long namespace, String devToolsPath, RoomRecord record)
      implements Place {

    /** Whether that very process still runs, in that namespace. */
    boolean isThere() {
      return init.isAlive() && new NamespaceInit(init.pid(), namespace).isThere();
    }

    @Override
    public String text() {
      return String.join(" ", init.text(), Long.toString(namespace), devToolsPath, record.text());
    }
  }

  /**
   * One of rules, on the machine's own loopback.
   *
   * @param devTools {@code ws://127.0.0.1:<port>/devtools/browser/<guid>}
   * @param proxyPort where it looks for its proxy; empty without a network
   */
  record InOpenRoom(URI devTools, OptionalInt proxyPort, RoomRecord record) implements Place {
    @Override
    public String text() {
      String proxy = proxyPort.isPresent() ? proxyPort.getAsInt() + " " : "";
      return devTools + " " + proxy + record.text();
    }
  }

  /** As {@link ProcessIdentity#text}, with the fields of the room behind it, if there is one. */
  String text() {
    return place.map(room -> main.text() + " " + room.text()).orElseGet(main::text);
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static BrowserTrace parse(String text) {
    String[] fields = text.split(" ", 2);
    ProcessIdentity main = ProcessIdentity.parse(fields[0]);
    return new BrowserTrace(
        main, fields.length == 1 ? Optional.empty() : Optional.of(parsePlace(fields[1])));
  }

  private static Place parsePlace(String text) {
    if (text.startsWith(DEVTOOLS)) {
      String[] fields = fields(text, 2);
      Matcher rest = WITH_PROXY.matcher(fields[1]);
      return rest.matches()
          ? new InOpenRoom(
              URI.create(fields[0]),
              OptionalInt.of(Integer.parseInt(rest.group(1))),
              RoomRecord.parse(rest.group(2)))
          : new InOpenRoom(URI.create(fields[0]), OptionalInt.empty(), RoomRecord.parse(fields[1]));
    }
    String[] fields = fields(text, 4);
    return new InRoom(
        ProcessIdentity.parse(fields[0]),
        Long.parseLong(fields[1]),
        fields[2],
        RoomRecord.parse(fields[3]));
  }

  private static String[] fields(String text, int count) {
    String[] fields = text.split(" ", count);
    if (fields.length != count) {
      throw new IllegalArgumentException("Not the room of a browser: " + text);
    }
    return fields;
  }
}
