package dev.valise.upkeep.verify;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.VersionRecords;
import dev.valise.model.Version;
import java.util.List;
import java.util.Optional;

/**
 * A version as the catalog had it at one moment.
 *
 * @param blobs those that the catalog says it needs, by key
 */
record StoredVersion(Version version, List<String> blobs) {
  StoredVersion {
    blobs = List.copyOf(blobs);
  }

  int number() {
    return version.number();
  }

  /** The key of its manifest; empty when what the catalog has is none. */
  Optional<BlobKey> manifest() {
    return key(version.manifest());
  }

  /** A text of the catalog as the key of a blob, if it is one. */
  static Optional<BlobKey> key(String text) {
    try {
      return Optional.of(new BlobKey(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same version as the catalog has it now; empty when it is gone. */
  Optional<StoredVersion> now(VersionRecords records) {
    return records
        .find(version.profile(), version.number())
        .map(found -> new StoredVersion(found, records.blobs(found.profile(), found.number())));
  }
}
