package dev.valise.server;

import dev.valise.blob.BlobKey;
import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.VersionRecords;
import dev.valise.crypto.Keyring;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.SaveFigures;
import dev.valise.model.VersionSource;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SaveRequest;
import dev.valise.snapshot.SavedSnapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import dev.valise.testing.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data folders as servers leave them, without the time that a browser takes. */
public final class DataFixture {
  private DataFixture() {}

  /** Makes a folder in which each organisation has keys and one profile. */
  public static void make(Path data, String... organisations) throws IOException {
    IdSource ids = Ids.fresh();
    try (DataFolder folder = DataFolder.hold(data)) {
      var root = folder.rootKey();
      DirectoryBlobStore.open(folder.blobs()).close();
      try (Catalog catalog = JdbcCatalog.sqlite(folder.catalog())) {
        Instant time = Instant.parse("2026-11-21T10:00:00Z");
        for (String name : organisations) {
          time = time.plusSeconds(1);
          OrganisationId id = catalog.organisations().findOrCreate(name, ids.organisation(), time);
          new Keyring(root, new CatalogKeysets(catalog.keysets())).sealingKey(id);
          catalog.profiles().insert(ids.profile(), id, Optional.of("work"), time);
        }
      } catch (NameTakenException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Saves a folder as the next version of an organisation's profile, and returns its pack. */
  public static Path save(Path data, String organisation, Path files) throws IOException {
    IdSource ids = Ids.fresh();
    try (OpenedData opened = OpenedData.besideServer(data)) {
      Catalog catalog = opened.catalog();
      Instant time = Instant.parse("2026-11-21T11:00:00Z");
      OrganisationId owner =
          catalog.organisations().findOrCreate(organisation, ids.organisation(), time);
      var snapshots = new SnapshotStore(opened.openBlobs(), ids);
      var vault = new Vault(opened.keyring().sealingKey(owner), owner.value());
      SavedSnapshot saved =
          snapshots.save(SaveRequest.of(files, Preset.full(), Map.of("cookies", "[]"), vault));
      catalog
          .versions()
          .append(
              owner,
              new VersionRecords.Draft(
                  catalog.profiles().findByName(owner, "work").orElseThrow().id(),
                  time,
                  new VersionSource.Saved(ids.session()),
                  "156.0.8078.79",
                  saved.manifest().value(),
                  saved.blobs().stream().map(BlobKey::value).toList(),
                  saved.written().stream()
                      .map(blob -> new VersionRecords.NewBlob(blob.key().value(), blob.size()))
                      .toList(),
                  new SaveFigures(1, 2, 3, 4, 5, 6, 7, 8),
                  List.of()));
      return opened.folder().blobs().resolve(saved.blobs().getLast().value());
    }
  }

  /** Holds a folder as a server that runs. */
  public static AutoCloseable hold(Path data) throws IOException {
    return DataFolder.hold(data);
  }

  public static boolean keysDeleted(Path data, String organisation) {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      return keys.find(organisation).orElseThrow().keysDeletedAt().isPresent();
    }
  }
}
