package dev.valise;

import java.util.List;
import java.util.stream.Stream;

/**
 * The packages of the application, from the bottom up. A package may know those that it names here,
 * and an enum can name only what stands above it: no cycle can be written down.
 */
enum Layer {
  MODEL("model", "its values pass through every layer, so that it can know none of them"),
  DISK("disk", "how a file becomes durable and private does not depend on what is in it"),
  BLOB("blob", "blobs arrive sealed: a backend that knew what they mean could leak it", DISK),
  CRYPTO("crypto", "whoever reviews the keys must not have to read anything else", MODEL),
  CATALOG("catalog", "rows are the same whoever uses them, and another database must fit", MODEL),
  SNAPSHOT(
      "snapshot",
      "the store engine must be usable, and testable, for any folder of any owner",
      BLOB,
      CRYPTO,
      DISK,
      MODEL),
  PROFILE(
      "profile",
      "profiles are saved and read the same way whichever browser or API asks",
      SNAPSHOT,
      BLOB,
      CRYPTO,
      CATALOG,
      DISK,
      MODEL),
  CDP("cdp", "a DevTools connection is messages; whose browser it is does not matter to it"),
  CHROMIUM(
      "chromium", "it must be able to end any browser, whatever becomes of profiles", CDP, DISK),
  SESSION(
      "session",
      "the same use cases serve every API",
      PROFILE,
      CHROMIUM,
      CDP,
      CATALOG,
      CRYPTO,
      DISK,
      MODEL),
  API(
      "api",
      "it is an edge: what it could do past the use cases, another API could not",
      SESSION,
      PROFILE,
      SNAPSHOT,
      MODEL),
  SERVER(
      "server",
      "it wires all parts by hand, and starts from whatever command line",
      API,
      SESSION,
      CHROMIUM,
      CDP,
      PROFILE,
      SNAPSHOT,
      CATALOG,
      CRYPTO,
      BLOB,
      DISK,
      MODEL),
  CLI(
      "cli",
      "commands speak to a server over HTTP as any client does, or start one",
      SERVER,
      CDP,
      MODEL);

  private final String name;
  private final String because;
  private final List<Layer> mayKnow;

  Layer(String name, String because, Layer... mayKnow) {
    this.name = name;
    this.because = because;
    this.mayKnow = List.of(mayKnow);
  }

  /** The package and those in it, as ArchUnit writes them. */
  String packages() {
    return "dev.valise." + name + "..";
  }

  String because() {
    return because;
  }

  String[] packagesItMayKnow() {
    return Stream.concat(Stream.of(this), mayKnow.stream())
        .map(Layer::packages)
        .toArray(String[]::new);
  }
}
