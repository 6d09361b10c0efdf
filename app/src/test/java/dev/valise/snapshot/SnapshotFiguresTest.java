package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the blob store after a save. */
class SnapshotFiguresTest {
  private final Seed seed = Seed.fresh("SnapshotFiguresTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;

  SnapshotFiguresTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aSaveTellsWhatItKeptStoredAndLeftOut() throws IOException {
    FolderContent.write(folder, "Default/Cookies", seed.bytes(20_000));
    FolderContent.write(folder, "Default/Empty", new byte[0]);
    FolderContent.write(folder, "Local State", seed.bytes(3_000));
    FolderContent.write(folder, "Default/Cache/Cache_Data/data_0", new byte[5_000]);
    FolderContent.write(folder, "Default/Cache/index", new byte[50]);
    FolderContent.write(folder, "Default/LOCK", new byte[0]);
    SavedSnapshot saved = fixture.save(folder);

    assertThat(saved.files()).isEqualTo(3);
    assertThat(saved.bytes()).isEqualTo(23_000);
    assertThat(saved.leftOut())
        .isEqualTo(new LeftOut(3, 5_050, new TreeMap<>(Map.of("{profile}/Cache/", 5_050L))));
    assertThat(fixture.blobs.keys()).containsExactlyInAnyOrderElementsOf(saved.blobs());
    assertThat(saved.written())
        .extracting(SavedSnapshot.Written::key)
        .containsExactlyInAnyOrderElementsOf(saved.blobs());
    assertThat(saved.storedBytes()).isEqualTo(storedBytes());
  }

  @Test
  void equalBlocksAreStoredOnce() throws IOException {
    byte[] block = seed.bytes(64 << 10);
    byte[] repeated = new byte[block.length * 40];
    for (int i = 0; i < 40; i++) {
      System.arraycopy(block, 0, repeated, i * block.length, block.length);
    }
    FolderContent.write(folder, "Default/one", repeated);
    FolderContent.write(folder, "Default/two", repeated);
    FolderContent.write(folder, "Default/000003.ldb", block);

    assertThat(fixture.save(folder).storedBytes()).isBetween(64L << 10, 80L << 10);
    assertThat(fixture.read(fixture.save(folder).manifest())).isEqualTo(FolderContent.of(folder));
  }

  @Test
  void aDatabaseIsSplitIntoPagesAndOtherLargeFilesIntoLargerBlocks() throws IOException {
    byte[] database = seed.bytes(100_000);
    System.arraycopy("SQLite format 3\0".getBytes(UTF_8), 0, database, 0, 16);
    FolderContent.write(folder, "Default/History", database);
    FolderContent.write(folder, "Default/Preferences", seed.bytes(300_000));

    var files = fixture.tree(fixture.save(folder).manifest()).files();
    assertThat(files.getFirst().blocks())
        .extracting(BlockPlace::length)
        .hasSize(25)
        .startsWith(4096, 4096)
        .endsWith(100_000 % 4096);
    assertThat(files.getLast().blocks())
        .extracting(BlockPlace::length)
        .containsExactly(65_536, 65_536, 65_536, 65_536, 300_000 - 4 * 65_536);
  }

  @Test
  void whatIsWrittenWholeOrAppendedToIsSplitIntoPages() throws IOException {
    FolderContent.write(folder, "Default/Preferences", seed.bytes(10_000));
    FolderContent.write(folder, "Default/Local Storage/leveldb/000003.log", seed.bytes(300_000));
    FolderContent.write(folder, "Default/Local Storage/leveldb/000005.ldb", seed.bytes(10_000));

    Tree tree = fixture.tree(fixture.save(folder).manifest());
    assertThat(lengths(tree, "Default/Preferences")).containsExactly(4096, 4096, 10_000 - 2 * 4096);
    assertThat(lengths(tree, "Default/Local Storage/leveldb/000003.log"))
        .hasSize(74)
        .startsWith(4096, 4096);
    assertThat(lengths(tree, "Default/Local Storage/leveldb/000005.ldb")).containsExactly(10_000);
  }

  private static List<Integer> lengths(Tree tree, String path) {
    return tree.file(path).orElseThrow().blocks().stream().map(BlockPlace::length).toList();
  }

  @Test
  void nothingOfTheFolderIsReadableInTheStore() throws IOException {
    String secret = "sid=4f1a9b-secret-of-the-user";
    byte[] random = seed.bytes(4_000);
    FolderContent.write(folder, "Default/Cookies", secret.getBytes(UTF_8));
    FolderContent.write(folder, "Default/History", (secret + " ").repeat(10_000).getBytes(UTF_8));
    FolderContent.write(folder, "Default/random", random);
    FolderContent.write(folder, "Default/" + secret, new byte[0]);
    fixture.store.save(
        SaveRequest.of(folder, Preset.full(), Map.of(secret, secret), fixture.vault));

    String incompressible = new String(random, 100, 16, ISO_8859_1);
    assertThat(fixture.blobs.keys()).hasSize(2);
    for (BlobKey key : fixture.blobs.keys()) {
      assertThat(new String(fixture.stored(key), ISO_8859_1))
          .doesNotContain("sid=", "secret-of", "Cookies", "History", incompressible)
          .doesNotContain(fixture.vault.owner());
      assertThat(key.value()).doesNotContain(fixture.vault.owner());
    }
  }

  private long storedBytes() throws IOException {
    long bytes = 0;
    for (BlobKey key : fixture.blobs.keys()) {
      bytes += fixture.stored(key).length;
    }
    return bytes;
  }
}
