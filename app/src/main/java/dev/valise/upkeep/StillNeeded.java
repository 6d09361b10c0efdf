package dev.valise.upkeep;

import dev.valise.catalog.VersionRecords;
import dev.valise.model.Version;
import java.util.Collection;

/**
 * Tells a blob that is lost from one that went away with all its versions while it was worked on:
 * the blobs of a deleted profile are not kept for a grace period.
 */
record StillNeeded(VersionRecords records) {

  /**
   * @param versions as they were read; the answer is no when each is gone, or has another manifest
   */
  boolean byAny(Collection<Version> versions) {
    return versions.stream()
        .anyMatch(version ->
            records
                .find(version.profile(), version.number())
                .filter(now -> now.manifest().equals(version.manifest()))
                .isPresent());
  }
}
