package dev.valise.upkeep.verify;

import java.util.List;
import java.util.Set;

/** The catalog does not say what is so. */
public sealed interface CatalogFinding extends Finding {

  /** What follows where nothing is lost. */
  String NOTHING_LOST = "no version is lost by it";

  @Override
  default List<Loss> losses() {
    return List.of();
  }

  /**
   * An organisation's keys were deleted, are not there, or do not open.
   *
   * @param organisation its name
   * @param profiles how many of its profiles have versions
   * @param versions how many they have
   */
  record KeysGone(String organisation, String reason, int profiles, int versions)
      implements CatalogFinding {
    @Override
    public String kind() {
      return "keys-gone";
    }

    @Override
    public Severity severity() {
      return Severity.CRITICAL;
    }

    @Override
    public String problem() {
      return "the keys of organisation " + organisation + " cannot be used: " + reason;
    }

    @Override
    public List<String> consequences() {
      return List.of(
          "nothing that it stored can be restored: %s of %s"
              .formatted(
                  VersionNumbers.count(versions, "version"),
                  VersionNumbers.count(profiles, "profile")));
    }
  }

  /**
   * A version whose row names no manifest.
   *
   * @param manifest what the row has in its place
   */
  record NoManifest(int number, String manifest, Loss loss) implements CatalogFinding {
    @Override
    public String kind() {
      return "no-manifest";
    }

    @Override
    public Severity severity() {
      return loss.severity();
    }

    @Override
    public String problem() {
      return "version "
          + number
          + " of "
          + loss.profile()
          + " names no manifest: '"
          + manifest
          + "'";
    }

    @Override
    public List<String> consequences() {
      return List.of(loss.sentence());
    }

    @Override
    public List<Loss> losses() {
      return List.of(loss);
    }
  }

  /** A profile with versions, of which none is its head: it loads as if it were empty. */
  record HeadMissing(ProfileLabel profile, int newest) implements CatalogFinding {
    @Override
    public String kind() {
      return "head-missing";
    }

    @Override
    public Severity severity() {
      return Severity.CRITICAL;
    }

    @Override
    public String problem() {
      return "the head of " + profile + " is none of its versions";
    }

    @Override
    public List<String> consequences() {
      return List.of("browsers get " + profile + " empty, not as version " + newest);
    }
  }

  /** A head that is not the newest version. */
  record HeadBehind(ProfileLabel profile, int head, int newest) implements CatalogFinding {
    @Override
    public String kind() {
      return "head-behind";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }

    @Override
    public String problem() {
      return "the head of " + profile + " is version " + head + ", not the newest one";
    }

    @Override
    public List<String> consequences() {
      return List.of("browsers get version " + head + " of " + profile + ", not version " + newest);
    }
  }

  /**
   * The catalog names other blobs of a version than its manifest does.
   *
   * @param unlisted that the version needs and the catalog does not say so
   * @param superfluous that the catalog names and the version does not need
   */
  record WrongBlobs(ProfileLabel profile, int number, Set<String> unlisted, Set<String> superfluous)
      implements CatalogFinding {
    public WrongBlobs {
      unlisted = Set.copyOf(unlisted);
      superfluous = Set.copyOf(superfluous);
    }

    @Override
    public String kind() {
      return "wrong-blobs";
    }

    @Override
    public Severity severity() {
      return unlisted.isEmpty() ? Severity.INFO : Severity.WARNING;
    }

    @Override
    public String problem() {
      return "the catalog names %s of the blobs of version %s of %s too few and %s too many"
          .formatted(unlisted.size(), number, profile, superfluous.size());
    }

    @Override
    public List<String> consequences() {
      return List.of(
          unlisted.isEmpty()
              ? "blobs that nobody needs stay"
              : NOTHING_LOST + " yet, but garbage collection may take what is not listed");
    }
  }

  /**
   * A blob that versions need is marked as being deleted.
   *
   * @param users in words, such as {@code version 3 of gmail-work}
   */
  record DoomedBlob(String blob, List<String> users) implements CatalogFinding {
    public DoomedBlob {
      users = List.copyOf(users);
    }

    @Override
    public String kind() {
      return "doomed-blob";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }

    @Override
    public String problem() {
      return "blob " + blob + " is marked as being deleted although versions need it";
    }

    @Override
    public List<String> consequences() {
      return users.stream().map(user -> "garbage collection will take away " + user).toList();
    }
  }

  /** The catalog says that a blob belongs to another organisation than a version that needs it. */
  record ForeignBlob(String blob, ProfileLabel user) implements CatalogFinding {
    @Override
    public String kind() {
      return "foreign-blob";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }

    @Override
    public String problem() {
      return "blob " + blob + ", which " + user + " needs, is said to be another organisation's";
    }

    @Override
    public List<String> consequences() {
      return List.of(NOTHING_LOST + "; the next save of " + user + " stores all of it again");
    }
  }

  /**
   * The catalog has another size of a blob.
   *
   * @param recorded in bytes, by the catalog
   * @param actual in bytes, by the blob store
   */
  record WrongSize(String blob, long recorded, long actual) implements CatalogFinding {
    @Override
    public String kind() {
      return "wrong-size";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }

    @Override
    public String problem() {
      return "blob %s has %s bytes, not %s as the catalog says".formatted(blob, actual, recorded);
    }

    @Override
    public List<String> consequences() {
      return List.of(NOTHING_LOST + "; figures about space are wrong");
    }
  }
}
