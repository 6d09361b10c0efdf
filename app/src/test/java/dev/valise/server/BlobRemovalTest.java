package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.catalog.VersionRecords;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.VersionSource;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobRemovalTest {
  private static final List<String> BLOBS = List.of("manifests/m", "packs/p1", "packs/p2");

  private final MemoryBlobStore stored = new MemoryBlobStore();
  private final FaultyBlobStore blobs = new FaultyBlobStore(stored);
  private Catalog catalog;
  private List<String> unused;

  @BeforeEach
  void theBlobsOfADeletedProfile(@TempDir Path folder) throws Exception {
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    OrganisationId acme =
        catalog.organisations().findOrCreate("acme", Ids.fresh().organisation(), Instant.EPOCH);
    ProfileId profile = Ids.fresh().profile();
    catalog.profiles().insert(profile, acme, Optional.empty(), Instant.EPOCH);
    for (String key : BLOBS) {
      try (BlobUpload upload = blobs.upload(new BlobKey(key))) {
        upload.commit();
      }
    }
    catalog
        .versions()
        .append(
            acme,
            new VersionRecords.Draft(
                profile,
                Instant.EPOCH,
                new VersionSource.Saved(Ids.fresh().session()),
                "156.0.8078.79",
                "manifests/m",
                BLOBS,
                BLOBS.stream().map(key -> new VersionRecords.NewBlob(key, 0)).toList(),
                new SaveFigures(0, 0, 0, 0, 0, 0, 0, 0),
                List.of()));
    unused = catalog.profiles().delete(acme, profile).orElseThrow();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void whatIsDeletedIsForgotten() {
    new BlobRemoval(blobs, catalog.blobs()).remove(unused);
    assertThat(stored.keys()).isEmpty();
    assertThat(rows()).isEmpty();
  }

  @Test
  void whatCannotBeDeletedStaysMarked() throws IOException {
    blobs.failOnce(FaultyBlobStore.Operation.DELETE, 2);
    new BlobRemoval(blobs, catalog.blobs()).remove(unused);
    assertThat(stored.keys()).containsExactly(new BlobKey("packs/p1"));
    assertThat(rows())
        .singleElement()
        .satisfies(blob -> {
          assertThat(blob.key()).isEqualTo("packs/p1");
          assertThat(blob.deleting()).isTrue();
        });
  }

  private List<BlobRecords.Blob> rows() {
    List<BlobRecords.Blob> rows = new ArrayList<>();
    catalog.blobs().forEach(rows::add);
    return rows;
  }
}
