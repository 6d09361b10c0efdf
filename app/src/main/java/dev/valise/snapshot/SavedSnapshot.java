package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.List;

/**
 * A snapshot that is durable.
 *
 * @param snapshot opened
 * @param blobs all that it needs: its manifest first, those that it is built on, its packs
 * @param written what this save added to the blob store; nothing when nothing had changed, and the
 *     manifest is then that of the base
 * @param files number of files
 * @param bytes their sizes added up
 * @param refused files that cannot be stored, each with the reason
 * @param record of the folder as it is now
 */
public record SavedSnapshot(
    Snapshot snapshot,
    List<BlobKey> blobs,
    List<Written> written,
    int files,
    long bytes,
    LeftOut leftOut,
    List<String> refused,
    CheckoutRecord record) {
  public SavedSnapshot {
    blobs = List.copyOf(blobs);
    written = List.copyOf(written);
    refused = List.copyOf(refused);
  }

  /**
   * @param size in bytes
   */
  public record Written(BlobKey key, long size) {}

  public BlobKey manifest() {
    return blobs.getFirst();
  }

  /** What the save added to the blob store, in bytes. */
  public long storedBytes() {
    return written.stream().mapToLong(Written::size).sum();
  }
}
