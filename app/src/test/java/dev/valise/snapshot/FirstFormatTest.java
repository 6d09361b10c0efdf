package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first release stored is opened, checked out and built upon. */
class FirstFormatTest {
  private final Seed seed = Seed.fresh("FirstFormatTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private final Path restored;
  private SortedMap<String, String> content;
  private BlobKey first;

  FirstFormatTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("folder");
    this.restored = temporary.resolve("restored");
  }

  @BeforeEach
  void aStoreOfTheFirstRelease() throws IOException {
    byte[] database = seed.bytes(1_500_000);
    System.arraycopy("SQLite format 3\0".getBytes(UTF_8), 0, database, 0, 16);
    FolderContent.write(folder, "Default/History", database);
    FolderContent.write(folder, "Default/Preferences", seed.bytes(150_000));
    FolderContent.write(folder, "Default/IndexedDB/x/000003.log", seed.bytes(200_000));
    FolderContent.write(folder, "Local State", new byte[0]);
    content = FolderContent.of(folder);
    first = new FirstFormat(fixture).save(folder, SnapshotFixture.ATTACHMENTS);
  }

  @Test
  void itIsReadAndCheckedOut() throws IOException {
    assertThat(fixture.stored(first)[FormatHeader.LENGTH - 1]).isEqualTo((byte) 1);
    assertThat(fixture.open(first).attachments()).isEqualTo(SnapshotFixture.ATTACHMENTS);
    assertThat(fixture.open(first).blobs())
        .containsExactlyInAnyOrderElementsOf(fixture.blobs.keys());
    assertThat(fixture.read(first)).isEqualTo(content);

    fixture.checkOut(first, restored);
    assertThat(FolderContent.of(restored)).isEqualTo(content);
    for (String path : content.keySet()) {
      assertThat(permissions(path)).as(path).isEqualTo("rw-------");
    }
    assertThat(permissions("Default/IndexedDB/x")).isEqualTo("rwx------");
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(restored.resolve(path)));
  }

  @Test
  void theNextSaveSharesItsBlocks() throws IOException {
    CheckoutRecord record = fixture.checkOut(first, restored);
    byte[] database = Files.readAllBytes(restored.resolve("Default/History"));
    database[700_000] ^= 1;
    FolderContent.write(restored, "Default/History", database);
    FolderContent.write(restored, "Default/Preferences", seed.bytes(150_001));
    var base = new Base(fixture.open(first), Optional.of(record));
    SavedSnapshot next = fixture.save(restored, base);

    assertThat(next.blobs()).containsAll(fixture.open(first).blobs().subList(1, 2));
    assertThat(next.storedBytes())
        .as("a page of the database, the last block of the preferences, the manifest")
        .isLessThan(4096 + (150_001 - (128 << 10)) + 4096);
    assertThat(fixture.read(next.manifest())).isEqualTo(FolderContent.of(restored));
    assertThat(fixture.read(first)).isEqualTo(content);
  }

  @Test
  void nothingIsWrittenWhenNothingChanged() throws IOException {
    CheckoutRecord record = fixture.checkOut(first, restored);
    SavedSnapshot same = fixture.save(restored, new Base(fixture.open(first), Optional.of(record)));
    assertThat(same.written()).isEmpty();
    assertThat(same.manifest()).isEqualTo(first);
    assertThat(fixture.blobs.keys()).hasSize(2);
  }

  @Test
  void withoutItsRecordTheFilesAreReadAndTheBlocksSharedAllTheSame() throws IOException {
    SavedSnapshot next = fixture.save(folder, new Base(fixture.open(first), Optional.empty()));
    assertThat(next.written()).as("modes and nanoseconds are new").hasSize(1);
    assertThat(next.storedBytes()).isLessThan(20_000);
    assertThat(fixture.read(next.manifest())).isEqualTo(content);
  }
}
