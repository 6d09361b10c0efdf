package dev.valise.snapshot;

import java.util.Optional;

/**
 * What a folder held before: the snapshot that was checked out into it or saved from it last.
 *
 * @param record of the folder as it was then; without it all files are read
 */
public record Base(Snapshot snapshot, Optional<CheckoutRecord> record) {

  /**
   * @throws IllegalArgumentException when the record is of another snapshot: what it calls
   *     unchanged would be taken from the wrong one
   */
  public Base {
    if (record.isPresent() && !record.get().manifest().equals(snapshot.manifest())) {
      throw new IllegalArgumentException(
          "a record of " + record.get().manifest() + " with snapshot " + snapshot.manifest());
    }
  }
}
