package dev.valise.upkeep;

import dev.valise.blob.BlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.catalog.NameTakenException;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileVersions;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.testing.CountedBlobStore;
import dev.valise.testing.Faults;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.FaultyCatalog;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A catalog in a folder and blobs in memory, with those who work on them. */
final class StoreFixture implements AutoCloseable {
  static final Grace DAY = new Grace(Grace.DEFAULT);
  static final Grace NONE = Grace.alone(Duration.ZERO);

  final MutableClock clock = new MutableClock();
  final MemoryBlobStore stored = new MemoryBlobStore(clock);
  final FaultyBlobStore blobs = new FaultyBlobStore(stored);
  final IdSource ids = Ids.fresh();
  final Catalog catalog;
  final Workers sound;
  final OrganisationId acme;
  private final Keyring keyring = new Keyring(RootKey.generate(), new MemoryKeysets());

  StoreFixture(Path folder) {
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    sound = workers(catalog, blobs);
    acme = catalog.organisations().findOrCreate("acme", ids.organisation(), clock.instant());
  }

  /** What a process has of its own: made anew, it is a process that starts. */
  record Workers(ProfileSaver saver, ProfileVersions versions, GarbageCollection garbage) {}

  private Workers workers(Catalog ofCatalog, BlobStore inBlobs) {
    var snapshots = new SnapshotStore(inBlobs, ids);
    var versions = new ProfileVersions(snapshots, keyring);
    return new Workers(
        new ProfileSaver(
            snapshots, versions, ofCatalog.profiles(), ofCatalog.versions(), Preset.full(), clock),
        versions,
        new GarbageCollection(
            new GarbageCollection.Parts(ofCatalog, inBlobs, snapshots, versions::vault, clock)));
  }

  Workers workers() {
    return workers(catalog, blobs);
  }

  /** A process for which things go wrong. */
  Workers workers(Faults faults) {
    return workers(new FaultyCatalog(catalog, faults), new CountedBlobStore(stored, faults));
  }

  SavedProfile profile(Path folder) throws NameTakenException {
    return profile(folder, Optional.empty());
  }

  SavedProfile profile(Path folder, Optional<String> name) throws NameTakenException {
    ProfileId id = ids.profile();
    catalog.profiles().insert(id, acme, name, clock.instant());
    return new SavedProfile(this, id, folder);
  }

  /** Collects garbage and says that nothing failed. */
  GarbageReport collect(Grace grace) {
    GarbageReport report = workers().garbage().run(grace, GarbageProgress.NONE);
    if (!report.failures().isEmpty()) {
      throw new AssertionError(report.failures());
    }
    return report;
  }

  /** The keys of all blobs in the store. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    stored.keys().forEach(key -> keys.add(key.value()));
    return keys;
  }

  /** The keys of all blobs that versions need. */
  Set<String> needed() {
    Set<String> needed = new TreeSet<>();
    catalog.blobs().forEach(blob -> needed.add(blob.key()));
    catalog.blobs().unused("", Integer.MAX_VALUE).forEach(blob -> needed.remove(blob.key()));
    return needed;
  }

  @Override
  public void close() {
    catalog.close();
  }
}
