package dev.valise.profile;

import dev.valise.blob.BlobKey;
import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Progress;
import dev.valise.model.Version;
import dev.valise.server.CatalogKeysets;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.Snapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.HappenedEvents;
import dev.valise.testing.Ids;
import dev.valise.testing.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Profiles over a catalog and blobs in a folder, wired as the server does it. */
final class ProfileFixture implements AutoCloseable {
  private static final long WARM_BYTES = 10 << 20;

  final IdSource ids = Ids.fresh();
  final MutableClock clock = new MutableClock();
  final FaultyBlobStore blobs;
  final Profiles profiles;
  final ProfileVersions versions;
  final ProfileSaver saver;
  final WarmCheckouts warm;
  final ProfileCheckouts checkouts;
  final ProfileHistory history;
  final Catalog catalog;
  final HappenedEvents events = new HappenedEvents();

  /** Opens what is in the folder; the same root key opens it again. */
  ProfileFixture(Path folder, RootKey root) throws IOException {
    blobs = new FaultyBlobStore(DirectoryBlobStore.open(folder.resolve("blobs")));
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    var snapshots = new SnapshotStore(blobs, ids);
    versions =
        new ProfileVersions(snapshots, new Keyring(root, new CatalogKeysets(catalog.keysets())));
    saver =
        new ProfileSaver(
            snapshots, versions, catalog.profiles(), catalog.versions(), Preset.full(), clock);
    warm = WarmCheckouts.open(folder.resolve("warm"), WARM_BYTES, "this boot");
    checkouts = new ProfileCheckouts(versions, warm, catalog.profiles());
    profiles =
        new Profiles(
            catalog.profiles(), catalog.sessions(), ids, clock, this::removeLeftovers, events);
    history = new ProfileHistory(catalog.profiles(), catalog.versions(), ids, clock, events);
  }

  /** Saves a folder of which nothing is known. */
  Optional<Version> save(OrganisationId organisation, Profile profile, ProfileState state)
      throws IOException {
    return save(organisation, profile, state, Optional.empty()).map(SavedVersion::version);
  }

  Optional<SavedVersion> save(
      OrganisationId organisation,
      Profile profile,
      ProfileState state,
      Optional<LoadedVersion> loaded)
      throws IOException {
    var subject = new ProfileSaver.Subject(organisation, profile.id(), ids.session(), state);
    return saver.save(subject, loaded, Progress.NONE);
  }

  OrganisationId organisation() {
    return catalog.organisations().findOrCreate(ids.next(), ids.organisation(), clock.instant());
  }

  /** The content of the head; empty while nothing was saved. */
  Optional<Snapshot> openHead(Profile profile) throws IOException {
    return profile.head().isEmpty()
        ? Optional.empty()
        : Optional.of(versions.open(profile.organisation(), profile.head().get()));
  }

  /** The keys of all blobs. */
  Set<String> stored() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String kind : List.of("packs", "manifests")) {
      blobs.list(kind, blob -> keys.add(blob.key().value()));
    }
    return keys;
  }

  List<String> packs(Version version) {
    return catalog.versions().blobs(version.profile(), version.number()).stream()
        .filter(key -> key.startsWith("packs/"))
        .toList();
  }

  /** Deletes a version that is not the head, and the blobs that only it needed. */
  void deleteWithItsBlobs(OrganisationId organisation, Version version) {
    catalog.versions().delete(organisation, version.profile(), version.number());
    collectGarbage();
  }

  /** Deletes the blobs that no version needs, as a garbage collection without a grace period. */
  void collectGarbage() {
    catalog.blobs().condemnUnused(clock.instant());
    delete(
        catalog.blobs().takeForDeletion(clock.instant(), "", 100).stream()
            .map(BlobRecords.Blob::key)
            .toList());
  }

  private void removeLeftovers(ProfileId profile, List<String> unused) {
    checkouts.wipe(profile);
    delete(unused);
  }

  private void delete(List<String> unused) {
    for (String key : unused) {
      try {
        blobs.delete(new BlobKey(key));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    catalog.blobs().forget(unused);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
