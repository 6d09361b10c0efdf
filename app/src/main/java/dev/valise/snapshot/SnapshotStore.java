package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.model.IdSource;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

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
    return Background.compute(() -> new FolderSave(blobs, this::newKey, request).run());
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
   * Checks snapshots: their manifests, and all of the packs that they use. Each pack is read once,
   * so what belongs together is best checked together.
   *
   * @param manifests of one owner
   * @param read hears how many bytes of packs were read more, one call at a time
   */
  public SnapshotReport check(Collection<BlobKey> manifests, Vault vault, LongConsumer read)
      throws IOException {
    return new SnapshotCheck(blobs, vault, manifests, read).run();
  }

  /**
   * Makes new manifests for snapshots with damaged blocks of which there are intact copies.
   *
   * @param report of a check of these snapshots
   * @param sources manifests of the same owner, in whose packs the copies may be
   * @return the new ones by the manifests that they replace
   */
  public Map<BlobKey, RebuiltSnapshot> rebuild(
      SnapshotReport report, Collection<BlobKey> sources, Vault vault) throws IOException {
    return new SnapshotRebuild(blobs, vault, () -> newKey("manifests"), report).run(sources);
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
