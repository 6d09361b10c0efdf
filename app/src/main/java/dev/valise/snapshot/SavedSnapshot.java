package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.List;

/**
 * A snapshot that is durable.
 *
 * @param manifest by which it is opened again
 * @param packs that it needs
 * @param files number of files
 * @param bytes their sizes added up
 * @param storedBytes what the save added to the blob store
 */
public record SavedSnapshot(
    BlobKey manifest,
    List<BlobKey> packs,
    int files,
    long bytes,
    long storedBytes,
    LeftOut leftOut) {
  public SavedSnapshot {
    packs = List.copyOf(packs);
  }
}
