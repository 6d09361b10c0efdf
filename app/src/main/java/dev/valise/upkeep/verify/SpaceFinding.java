package dev.valise.upkeep.verify;

import java.util.List;

/** Something that costs space, or figures about it, and no version. */
public sealed interface SpaceFinding extends Finding {

  @Override
  default Severity severity() {
    return Severity.INFO;
  }

  @Override
  default List<Loss> losses() {
    return List.of();
  }

  /** Blobs of which the catalog does not know the size: older releases did not note it. */
  record UnknownSizes(int blobs) implements SpaceFinding {
    @Override
    public String kind() {
      return "unknown-sizes";
    }

    @Override
    public String problem() {
      return "the catalog does not have the size of " + VersionNumbers.count(blobs, "blob");
    }

    @Override
    public List<String> consequences() {
      return List.of("figures about space are too low");
    }
  }

  /**
   * Blobs that the catalog does not know: a save that was cut off left them.
   *
   * @param bytes their sizes added up
   */
  record UnknownBlobs(int blobs, long bytes) implements SpaceFinding {
    @Override
    public String kind() {
      return "unknown-blobs";
    }

    @Override
    public String problem() {
      return "the catalog does not know %s of %s"
          .formatted(VersionNumbers.count(blobs, "blob"), VersionNumbers.count(bytes, "byte"));
    }

    @Override
    public List<String> consequences() {
      return List.of("they cost space until garbage is collected");
    }
  }
}
