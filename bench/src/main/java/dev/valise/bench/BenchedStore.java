package dev.valise.bench;

import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Progress;
import dev.valise.model.Version;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileState;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.profile.SavedVersion;
import dev.valise.server.CatalogKeysets;
import dev.valise.snapshot.Base;
import dev.valise.snapshot.CheckoutRecord;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.Snapshot;
import dev.valise.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One profile in a data folder of its own, saved and checked out as a server does it: through
 * {@link ProfileSaver}, with the catalog, caches included. All that the bench calls of the
 * application is called here. For one thread.
 */
final class BenchedStore implements AutoCloseable {
  private static final String BROWSER_VERSION = "0.0.0.0";
  private static final String BOOT = "this one";

  private final IdSource ids = new IdSource(new SecureRandom());
  private final Catalog catalog;
  private final OrganisationId organisation;
  private final ProfileId profile;
  private final ProfileVersions versions;
  private final ProfileSaver saver;
  private final Path records;
  private final Map<Path, LoadedVersion> known = new HashMap<>();

  /** Opens an empty data folder, making it when it is missing. */
  BenchedStore(Path data) throws IOException {
    PrivateFiles.createFolder(data);
    Clock clock = Clock.systemUTC();
    catalog = JdbcCatalog.sqlite(data.resolve("catalog.db"));
    organisation =
        catalog.organisations().findOrCreate("bench", ids.organisation(), clock.instant());
    profile =
        new Profiles(
                catalog.profiles(),
                catalog.sessions(),
                ids,
                clock,
                (_, _) -> {},
                (_, _, _, _) -> {})
            .create(organisation, Optional.empty())
            .id();
    var snapshots = new SnapshotStore(DirectoryBlobStore.open(data.resolve("blobs")), ids);
    versions =
        new ProfileVersions(
            snapshots, new Keyring(RootKey.generate(), new CatalogKeysets(catalog.keysets())));
    saver =
        new ProfileSaver(
            snapshots,
            versions,
            catalog.profiles(),
            catalog.versions(),
            Preset.everything(),
            clock);
    records = PrivateFiles.createFolder(data.resolve("records"));
  }

  /** Saves the folder as the next version, knowing what it was made from, as a session does. */
  int save(Path folder) throws IOException {
    var state = new ProfileState(folder, BROWSER_VERSION, ProfileState.Cookies.NONE);
    var subject = new ProfileSaver.Subject(organisation, profile, ids.session(), state);
    SavedVersion saved =
        saver.save(subject, Optional.ofNullable(known.get(folder)), Progress.NONE).orElseThrow();
    known.put(folder, saved.state());
    return saved.version().number();
  }

  /** Keeps what is known of the folder, as the end of a session does after it has answered. */
  void park(Path folder) throws IOException {
    LoadedVersion state = known.get(folder);
    if (state != null) {
      state.base().record().orElseThrow().write(record(folder), BOOT);
    }
  }

  /** Cleans up the folder of a session, as happens in the background after its end. */
  void tidy(Path folder) throws IOException {
    LoadedVersion state = known.get(folder);
    if (state != null) {
      Snapshot snapshot = state.base().snapshot();
      var base = new Base(snapshot, Optional.of(snapshot.tidy(folder, state.base())));
      known.put(folder, new LoadedVersion(state.version(), base, state.cookies()));
    }
  }

  /** Makes a folder equal to a version: one that is parked, whatever is in it, or an empty one. */
  void checkOut(Path folder, int number) throws IOException {
    Version version = catalog.versions().find(profile, number).orElseThrow();
    Snapshot snapshot = versions.open(organisation, version);
    Optional<Base> before = Optional.empty();
    LoadedVersion parked = known.get(folder);
    if (parked != null && Files.exists(folder)) {
      Optional<CheckoutRecord> record = CheckoutRecord.read(record(folder), BOOT);
      before = Optional.of(new Base(parked.base().snapshot(), record));
    }
    var base = new Base(snapshot, Optional.of(snapshot.checkOut(folder, before)));
    known.put(folder, new LoadedVersion(version, base, "[]"));
  }

  private Path record(Path folder) {
    return records.resolve(Integer.toHexString(folder.hashCode()));
  }

  @Override
  public void close() {
    catalog.close();
  }
}
