package dev.valise.survival;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.crypto.KeyRotation;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKeyStore;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Progress;
import dev.valise.model.Version;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileCheckouts;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileState;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.profile.SavedVersion;
import dev.valise.profile.WarmCheckouts;
import dev.valise.server.CatalogKeysets;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.testing.CountedBlobStore;
import dev.valise.testing.Faults;
import dev.valise.testing.FaultyCatalog;
import dev.valise.testing.FaultyRootKey;
import dev.valise.testing.HappenedEvents;
import dev.valise.upkeep.GarbageCollection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The store in a data folder, open in one process and wired as the server does it. */
final class OpenStore implements AutoCloseable {
  private static final long WARM_BYTES = 50 << 20;

  /** What lies in the folder, open. */
  private record Files(Path data, Catalog catalog, BlobStore blobs, DirectoryBlobStore folder) {}

  final IdSource ids = new IdSource(new SecureRandom());
  final OrganisationId organisation;
  final Catalog catalog;
  final BlobStore blobs;
  final ProfileVersions versions;
  final ProfileSaver saver;
  final ProfileHistory history;
  final Profiles profiles;
  final GarbageCollection garbage;
  final KeyRotation rotation;
  private final InstantSource clock;
  private final Files files;

  private OpenStore(Files files, InstantSource clock, Faults faults) {
    this.files = files;
    this.clock = clock;
    catalog = new FaultyCatalog(files.catalog(), faults);
    blobs = new CountedBlobStore(files.blobs(), faults);
    organisation =
        files.catalog().organisations().findOrCreate("acme", ids.organisation(), clock.instant());
    RootKeyStore root = new FaultyRootKey(files.data().resolve("root-key"), faults);
    var keysets = new CatalogKeysets(catalog.keysets());
    var snapshots = new SnapshotStore(blobs, ids);
    versions = new ProfileVersions(snapshots, new Keyring(root, keysets));
    saver =
        new ProfileSaver(
            snapshots,
            versions,
            catalog.profiles(),
            catalog.versions(),
            Preset.everything(),
            clock);
    history =
        new ProfileHistory(
            catalog.profiles(), catalog.versions(), ids, clock, new HappenedEvents());
    profiles =
        new Profiles(
            catalog.profiles(),
            catalog.sessions(),
            ids,
            clock,
            (_, unused) -> remove(unused),
            new HappenedEvents());
    garbage =
        new GarbageCollection(
            new GarbageCollection.Parts(catalog, blobs, snapshots, versions::vault, clock));
    rotation = new KeyRotation(root, keysets);
  }

  /** Opens what {@link dev.valise.server.DataFixture#make} has made, of organisation "acme". */
  static OpenStore in(Path data, InstantSource clock) throws IOException {
    DirectoryBlobStore folder = DirectoryBlobStore.open(data.resolve("blobs"));
    BlobStore blobs = clock instanceof TimeLapse lapse ? lapse.of(folder) : folder;
    Catalog catalog = JdbcCatalog.sqlite(data.resolve("catalog.db"));
    return new OpenStore(new Files(data, catalog, blobs, folder), clock, new Faults());
  }

  /** A process for which things go wrong, on what is open here. */
  OpenStore troubledBy(Faults faults) {
    return new OpenStore(files, clock, faults);
  }

  /**
   * The folders of closed sessions.
   *
   * @param folder of this process alone
   */
  ProfileCheckouts openCheckouts(Path folder) throws IOException {
    WarmCheckouts warm = WarmCheckouts.open(folder, WARM_BYTES, "this boot");
    var checkouts = new ProfileCheckouts(versions, warm, catalog.profiles());
    checkouts.wipeDeleted();
    return checkouts;
  }

  /** Saves a folder. */
  SavedVersion save(ProfileId profile, Path folder, Optional<LoadedVersion> loaded)
      throws IOException {
    var state = new ProfileState(folder, "156.0.8078.79", ProfileState.Cookies.NONE);
    var subject = new ProfileSaver.Subject(organisation, profile, ids.session(), state);
    return saver.save(subject, loaded, Progress.NONE).orElseThrow();
  }

  Profile profile(String name) {
    return profiles.find(organisation, new ProfileReference.ByName(name));
  }

  boolean exists(String name) {
    return catalog.profiles().findByName(organisation, name).isPresent();
  }

  /** All versions of a profile, the newest first. */
  List<Version> versions(Profile profile) {
    return history.list(profile, new Page.Window(10_000, 0)).items();
  }

  /** Writes a version into a folder that does not exist. */
  void checkOut(Version version, Path folder) throws IOException {
    var _ = versions.open(organisation, version).checkOut(folder, Optional.empty());
  }

  private void remove(List<String> unused) {
    try {
      for (String key : unused) {
        blobs.delete(new BlobKey(key));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    catalog.blobs().forget(unused);
  }

  @Override
  public void close() throws IOException {
    files.catalog().close();
    files.folder().close();
  }
}
