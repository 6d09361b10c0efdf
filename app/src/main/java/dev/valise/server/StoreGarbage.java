package dev.valise.server;

import dev.valise.catalog.CatalogException;
import dev.valise.crypto.KeyException;
import dev.valise.model.IdSource;
import dev.valise.model.Refusal;
import dev.valise.profile.ProfileVersions;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.upkeep.GarbageCollection;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.Grace;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * A garbage collection of a data folder, also beside a running server. All failures are {@link
 * StartupException}s, with a message for a person.
 */
public final class StoreGarbage implements AutoCloseable {
  private final OpenedData data;
  private final Grace grace;
  private final GarbageCollection garbage;

  private StoreGarbage(OpenedData data, Grace grace) throws IOException {
    this.data = data;
    this.grace = grace;
    var blobs = data.openBlobs();
    var snapshots = new SnapshotStore(blobs, new IdSource(new SecureRandom()));
    this.garbage =
        new GarbageCollection(
            new GarbageCollection.Parts(
                data.catalog(),
                blobs,
                snapshots,
                new ProfileVersions(snapshots, data.keyring())::vault,
                Clock.tickMillis(ZoneOffset.UTC)));
  }

  /**
   * Opens a folder. With less grace than a server's saves need, none can start until this is
   * closed.
   *
   * @throws StartupException also when a server runs that needs more grace
   */
  public static StoreGarbage open(Path folder, Duration period) {
    return attempt(
        "cannot use the data folder " + folder,
        () -> {
          boolean alone = period.compareTo(Grace.LEAST) < 0;
          if (alone) {
            refuseBesideServer(folder, period);
          }
          Grace grace = alone ? Grace.alone(period) : Grace.besideOthers(period);
          OpenedData data =
              alone ? OpenedData.withoutServer(folder) : OpenedData.besideServer(folder);
          try {
            return new StoreGarbage(data, grace);
          } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
          }
        });
  }

  private static void refuseBesideServer(Path folder, Duration period) throws IOException {
    try (DataFolder shared = DataFolder.share(folder)) {
      if (shared.serverRuns()) {
        Grace.besideOthers(period);
      }
    }
  }

  /** Collects; one command at a time. */
  public GarbageReport run(GarbageProgress progress) {
    return attempt(
        "the garbage could not be collected; it can be tried again",
        () -> {
          try (var _ = data.folder().lockUpkeep()) {
            return garbage.run(grace, progress);
          }
        });
  }

  /** Says what {@link #run} would do, and changes nothing. */
  public GarbageReport dryRun(GarbageProgress progress) {
    return attempt("the garbage could not be counted", () -> garbage.dryRun(grace, progress));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(String failure, Work<T> work) {
    try {
      return work.run();
    } catch (Refusal e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException | KeyException | CatalogException e) {
      throw new StartupException(failure + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
