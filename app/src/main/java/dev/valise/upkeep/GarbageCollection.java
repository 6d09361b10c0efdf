package dev.valise.upkeep;

import dev.valise.blob.BlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.model.OrganisationId;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Deletes what no version needs, and rewrites packs that are needed in part.
 *
 * <p>Stateless and thread-safe: any number of collections may run at once, in other processes too,
 * beside saves, checkouts and everything else, as long as each has a {@link Grace} that fits. It
 * may be cut off at any moment; the next one goes on. Faults of the catalog are thrown, those of
 * the blob store reported.
 */
public final class GarbageCollection {
  private final UnusedBlobs unused;
  private final Orphans orphans;
  private final Repacking repacking;

  /** Finds the keys of an organisation. */
  public interface Vaults {

    /**
     * @throws IOException when it has none any more, or they cannot be read
     */
    Vault of(OrganisationId organisation) throws IOException;
  }

  /** What it works on. */
  public record Parts(
      Catalog catalog,
      BlobStore blobs,
      SnapshotStore snapshots,
      Vaults vaults,
      InstantSource clock) {}

  public GarbageCollection(Parts parts) {
    this.unused = new UnusedBlobs(parts.catalog().blobs(), parts.blobs(), parts.clock());
    this.orphans = new Orphans(parts.catalog().blobs(), parts.blobs(), parts.clock());
    this.repacking =
        new Repacking(parts.catalog(), parts.snapshots(), parts.vaults(), parts.clock());
  }

  /** Frees first: a disk that is full has no room for new packs. */
  public GarbageReport run(Grace grace, GarbageProgress progress) {
    var round = new Round(grace, false, progress);
    unused.delete(round);
    orphans.delete(round);
    repacking.run(round);
    // What was rewritten is condemned now; without a grace period it goes at once.
    unused.delete(round);
    unused.tellWaiting(round);
    return round.report();
  }

  /** Changes nothing, and says what {@link #run} would do now. */
  public GarbageReport dryRun(Grace grace, GarbageProgress progress) {
    var round = new Round(grace, true, progress);
    unused.tellDeletions(round);
    orphans.delete(round);
    repacking.run(round);
    unused.tellWaiting(round);
    return round.report();
  }
}
