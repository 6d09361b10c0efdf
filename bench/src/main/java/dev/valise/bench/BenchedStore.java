package dev.valise.bench;

import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.crypto.WrappedKeysets;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.profile.ProfileState;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One profile in a data folder of its own, saved and checked out as a server does it: through
 * {@link ProfileVersions}, with the catalog, caches included. All that the bench calls of the
 * application is called here. For one thread.
 */
final class BenchedStore implements AutoCloseable {
  private static final String BROWSER_VERSION = "0.0.0.0";

  private final IdSource ids = new IdSource(new SecureRandom());
  private final Catalog catalog;
  private final OrganisationId organisation;
  private final ProfileId profile;
  private final ProfileVersions versions;

  /** Opens an empty data folder, making it when it is missing. */
  BenchedStore(Path data) throws IOException {
    PrivateFiles.createFolder(data);
    Clock clock = Clock.systemUTC();
    catalog = JdbcCatalog.sqlite(data.resolve("catalog.db"));
    organisation =
        catalog.organisations().findOrCreate("bench", ids.organisation(), clock.instant());
    profile =
        new Profiles(catalog.profiles(), ids, clock, _ -> {})
            .create(organisation, Optional.empty())
            .id();
    versions =
        new ProfileVersions(
            new SnapshotStore(DirectoryBlobStore.open(data.resolve("blobs")), ids),
            catalog.versions(),
            new Keyring(RootKey.generate(), new KeysetsInMemory()),
            Preset.everything(),
            clock);
  }

  /** Saves the folder as the next version. */
  int save(Path folder) throws IOException {
    var state = new ProfileState(folder, BROWSER_VERSION, ProfileState.Cookies.NONE);
    return versions.save(organisation, profile, ids.session(), state).orElseThrow().number();
  }

  /** Makes a folder, whatever is in it, equal to a version. */
  void checkOut(Path folder, int number) throws IOException {
    Version version = catalog.versions().find(profile, number).orElseThrow();
    if (Files.exists(folder)) {
      PrivateFiles.deleteTree(folder);
    }
    var _ = versions.checkOut(organisation, version, folder);
  }

  @Override
  public void close() {
    catalog.close();
  }

  private static final class KeysetsInMemory implements WrappedKeysets {
    private final Map<String, byte[]> keysets = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(keysets.get(name));
    }

    @Override
    public byte[] keepIfAbsent(String name, byte[] wrapped) {
      byte[] present = keysets.putIfAbsent(name, wrapped);
      return present == null ? wrapped : present;
    }
  }
}
