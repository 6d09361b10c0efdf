package dev.valise.server;

import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.catalog.NameTakenException;
import dev.valise.crypto.Keyring;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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

  public static boolean keysDeleted(Path data, String organisation) {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      return keys.find(organisation).orElseThrow().keysDeletedAt().isPresent();
    }
  }
}
