package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.model.IdSource;
import java.io.IOException;
import java.util.Set;

/**
 * Saves folders as snapshots and opens snapshots again.
 *
 * <p>Thread-safe: saves and reads of any snapshots may go on at the same time, in other processes
 * too. A snapshot never changes. A save that fails or is cut off leaves at most blobs that no one
 * names.
 */
public final class SnapshotStore {
  private final BlobStore blobs;
  private final IdSource ids;

  public SnapshotStore(BlobStore blobs, IdSource ids) {
    this.blobs = blobs;
    this.ids = ids;
  }

  /**
   * Saves a folder. All blobs of the snapshot are durable when this returns.
   *
   * @throws DamagedSnapshotException when the base cannot be read
   * @throws IOException when a file cannot be read or a blob not be written
   */
  public SavedSnapshot save(SaveRequest request) throws IOException {
    return new FolderSave(blobs, this::newKey, request).run();
  }

  /**
   * Opens a snapshot.
   *
   * @throws DamagedSnapshotException when its manifest is missing, changed or another owner's
   * @throws NewerFormatException when a newer Valise wrote it
   */
  public Snapshot open(BlobKey manifest, Vault vault) throws IOException {
    return new Snapshot(blobs, vault, StoredManifest.read(blobs, vault, manifest));
  }

  /**
   * Begins to find out what of some packs of one owner is needed.
   *
   * @param packs whatever else the snapshots need is of no interest
   */
  public PackSurvey survey(Vault vault, Set<BlobKey> packs) {
    return new PackSurvey(blobs, vault, this::newKey, packs);
  }

  /** Two letters of the id as a folder, so that no folder grows without bound. */
  private BlobKey newKey(String kind) {
    String id = ids.next();
    return new BlobKey(kind + "/" + id.substring(0, 2) + "/" + id);
  }
}
