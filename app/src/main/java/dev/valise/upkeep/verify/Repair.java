package dev.valise.upkeep.verify;

/** Something that was repaired. */
public sealed interface Repair {

  /** What was done, as one sentence without a full stop. */
  String sentence();

  /** For programs: the kind of the repair, such as {@code new-head}; never changes. */
  String kind();

  /** Blocks of a version were damaged, and intact ones were found in other packs. */
  record BlocksFound(ProfileLabel profile, int number) implements Repair {
    @Override
    public String kind() {
      return "blocks-found";
    }

    @Override
    public String sentence() {
      return "version %s of %s uses intact copies of its damaged blocks now"
          .formatted(number, profile);
    }
  }

  /**
   * A profile has a new head, because its head could not be restored or was missing.
   *
   * @param from the version whose content it has
   */
  record NewHead(ProfileLabel profile, int number, int from) implements Repair {
    @Override
    public String kind() {
      return "new-head";
    }

    @Override
    public String sentence() {
      return "version %s of %s is its head now, with the content of version %s"
          .formatted(number, profile, from);
    }
  }

  /** The catalog names the blobs that a version needs, all of them and no others. */
  record BlobsListed(ProfileLabel profile, int number) implements Repair {
    @Override
    public String kind() {
      return "blobs-listed";
    }

    @Override
    public String sentence() {
      return "the catalog names the right blobs of version %s of %s now".formatted(number, profile);
    }
  }

  /** A blob that versions need will not be deleted. */
  record BlobKept(String blob) implements Repair {
    @Override
    public String kind() {
      return "blob-kept";
    }

    @Override
    public String sentence() {
      return "blob " + blob + " is no longer marked as being deleted";
    }
  }

  /** The catalog knows the sizes of more blobs. */
  record SizesSet(int blobs) implements Repair {
    @Override
    public String kind() {
      return "sizes-set";
    }

    @Override
    public String sentence() {
      return "the catalog has the right size of "
          + VersionNumbers.count(blobs, "more blob")
          + " now";
    }
  }
}
