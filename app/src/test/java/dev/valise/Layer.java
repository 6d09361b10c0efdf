package dev.valise;

import java.util.List;
import java.util.stream.Stream;

/**
 * A package of the application, and those that it may know. They stand here from the bottom up, and
 * a constant can name only what stands above it: no cycle can be written down.
 */
record Layer(String name, String because, List<Layer> mayKnow) {

  static final Layer MODEL =
      layer("model", "its values pass through every layer, so that it can know none of them");

  static final Layer DISK =
      layer("disk", "how a file becomes durable and private does not depend on what is in it");

  static final Layer STATE =
      layer(
          "state",
          "what sites keep is the same whichever browser wrote it, and whoever asks",
          DISK,
          MODEL);

  static final Layer BLOB =
      layer("blob", "blobs arrive sealed: a backend that knew what they mean could leak it", DISK);

  static final Layer CRYPTO =
      layer("crypto", "whoever reviews the keys must not have to read anything else", MODEL);

  static final Layer CATALOG =
      layer("catalog", "rows are the same whoever uses them, and another database must fit", MODEL);

  static final Layer EVENT =
      layer(
          "event",
          "every use case tells it what happened, so that it can know none of them",
          CATALOG,
          MODEL);

  static final Layer SNAPSHOT =
      layer(
          "snapshot",
          "the store engine must be usable, and testable, for any folder of any owner",
          BLOB,
          CRYPTO,
          DISK,
          MODEL);

  static final Layer PROFILE =
      layer(
          "profile",
          "profiles are saved and read the same way whichever browser or API asks",
          SNAPSHOT,
          BLOB,
          CRYPTO,
          EVENT,
          CATALOG,
          STATE,
          DISK,
          MODEL);

  static final Layer UPKEEP =
      layer(
          "upkeep",
          "the store is kept small in the same way by a server and by a command",
          PROFILE,
          SNAPSHOT,
          CATALOG,
          CRYPTO,
          BLOB,
          DISK,
          MODEL);

  static final Layer CDP =
      layer("cdp", "a DevTools connection is messages; whose browser it is does not matter to it");

  static final Layer CHROMIUM =
      layer(
          "chromium",
          "it must be able to end any browser, whatever becomes of profiles",
          CDP,
          DISK);

  static final Layer EGRESS =
      layer(
          "egress", "whoever reviews what browsers can reach must not have to read anything else");

  static final Layer WEBHOOK =
      layer(
          "webhook",
          "whoever reviews what the server sends where must not have to read about browsers",
          EVENT,
          CATALOG,
          CRYPTO,
          EGRESS,
          MODEL);

  static final Layer SESSION =
      layer(
          "session",
          "the same use cases serve every API",
          PROFILE,
          CHROMIUM,
          EGRESS,
          CDP,
          EVENT,
          CATALOG,
          CRYPTO,
          STATE,
          DISK,
          MODEL);

  static final Layer API =
      layer(
          "api",
          "it is an edge: what it could do past the use cases, another API could not; it passes"
              + " DevTools connections on",
          SESSION,
          CDP,
          PROFILE,
          SNAPSHOT,
          WEBHOOK,
          EVENT,
          MODEL);

  static final Layer SERVER =
      layer(
          "server",
          "it wires all parts by hand, and starts from whatever command line",
          API,
          SESSION,
          CHROMIUM,
          EGRESS,
          CDP,
          UPKEEP,
          PROFILE,
          SNAPSHOT,
          WEBHOOK,
          EVENT,
          CATALOG,
          CRYPTO,
          BLOB,
          DISK,
          MODEL);

  static final Layer CLI =
      layer(
          "cli",
          "commands speak to a server over HTTP as any client does, or start one",
          SERVER,
          UPKEEP,
          CDP,
          MODEL);

  static final List<Layer> ALL =
      List.of(
          MODEL, DISK, STATE, BLOB, CRYPTO, CATALOG, EVENT, SNAPSHOT, PROFILE, UPKEEP, CDP,
          CHROMIUM, EGRESS, WEBHOOK, SESSION, API, SERVER, CLI);

  private static Layer layer(String name, String because, Layer... mayKnow) {
    return new Layer(name, because, List.of(mayKnow));
  }

  /** The package and those in it, as ArchUnit writes them. */
  String packages() {
    return "dev.valise." + name + "..";
  }

  String[] packagesItMayKnow() {
    return Stream.concat(Stream.of(this), mayKnow.stream())
        .map(Layer::packages)
        .toArray(String[]::new);
  }

  @Override
  public String toString() {
    return name;
  }
}
