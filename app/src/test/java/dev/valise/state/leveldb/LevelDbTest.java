package dev.valise.state.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.disk.ForeignFolder;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.iq80.leveldb.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LevelDbTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void readsWhatAnotherImplementationWrote(CompressionType compression) throws IOException {
    Random random = Seed.fresh("LevelDbTest." + compression).random();
    var written = new WrittenLevelDb(folder, compression);

    for (int session = 0; session < 4; session++) {
      written.writeRandomly(random, 2000, 500);

      assertThat(WrittenLevelDb.pairs(written.open()))
          .containsExactlyElementsOf(WrittenLevelDb.pairs(written.content));
    }
    assertThat(tables()).as("tables, so that not everything was in a log").isNotEmpty();
  }

  @Test
  void seeksForward() throws IOException {
    Random random = Seed.fresh("LevelDbTest.seeksForward").random();
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.writeRandomly(random, 5000, 300);
    LevelDb database = written.open();

    for (int round = 0; round < 10; round++) {
      try (LiveEntries entries = database.entries()) {
        byte[] wanted = {};
        while (true) {
          Map.Entry<byte[], byte[]> expected = written.content.ceilingEntry(wanted);
          assertThat(entries.seek(Slice.of(wanted))).isEqualTo(expected != null);
          if (expected == null) {
            break;
          }
          assertThat(entries.key().toArray()).isEqualTo(expected.getKey());
          assertThat(entries.value().toArray()).isEqualTo(expected.getValue());
          byte[] key = entries.key().toArray();
          wanted = Arrays.copyOf(key, key.length - random.nextInt(3) + 1);
          wanted[wanted.length - 1]++;
        }
      }
    }
  }

  @Test
  void aValueMayBeAsLargeAsAWholeLocalStorage() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    byte[] large = Seed.fresh("LevelDbTest.aValue").bytes(10 << 20);
    written.write(database -> {
      written.put(database, "a".getBytes(UTF_8), large);
      written.put(database, "b".getBytes(UTF_8), new byte[] {1});
    });
    assertThat(WrittenLevelDb.pairs(written.open()))
        .as("from the log")
        .containsExactlyElementsOf(WrittenLevelDb.pairs(written.content));

    written.writeRandomly(new Random(1), 500, 500);

    assertThat(tables()).isNotEmpty();
    assertThat(WrittenLevelDb.pairs(written.open()))
        .as("from a table")
        .containsExactlyElementsOf(WrittenLevelDb.pairs(written.content));
  }

  @Test
  void aNewDatabaseIsEmpty() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.write(_ -> {});

    assertThat(WrittenLevelDb.pairs(written.open())).isEmpty();
  }

  @Test
  void readingWritesNothing() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.writeRandomly(new Random(2), 2000, 500);
    Map<String, String> before = FolderContent.of(folder);

    WrittenLevelDb.pairs(written.open());

    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }

  @Test
  void aMissingTableIsToldOfAndTheRestIsRead() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.writeRandomly(new Random(3), 4000, 500);
    Path table = tables().getFirst();
    Files.delete(table);

    var damage = new ArrayList<String>();
    LevelDb database =
        LevelDb.open(ForeignFolder.at(folder), new ReadLimit(1L << 30, 64L << 20), damage::add);

    assertThat(WrittenLevelDb.pairs(database)).isNotEmpty();
    assertThat(damage)
        .containsExactly(table.getFileName().toString().replace(".sst", ".ldb") + ": is missing");
  }

  @Test
  void workAndMemoryHaveTheirLimits() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.writeRandomly(new Random(4), 4000, 500);
    ForeignFolder foreign = ForeignFolder.at(folder);

    assertThatThrownBy(() -> LevelDb.open(foreign, new ReadLimit(1L << 30, 1 << 10), _ -> {}))
        .hasMessage("more to keep in memory than is allowed");
    LevelDb database = LevelDb.open(foreign, new ReadLimit(300 << 10, 64 << 20), _ -> {});
    assertThatThrownBy(() -> WrittenLevelDb.pairs(database))
        .hasMessage("more to read than is allowed");
  }

  @Test
  void aPassThatWasClosedGivesItsMemoryBack() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.writeRandomly(new Random(5), 4000, 500);
    LevelDb database =
        LevelDb.open(ForeignFolder.at(folder), new ReadLimit(1L << 40, 1 << 20), _ -> {});

    for (int pass = 0; pass < 30; pass++) {
      assertThat(WrittenLevelDb.pairs(database)).hasSameSizeAs(written.content.keySet());
    }
  }

  @Test
  void aFolderWithoutADatabaseIsEmpty() throws IOException {
    assertThat(WrittenLevelDb.pairs(new WrittenLevelDb(folder, CompressionType.NONE).open()))
        .isEmpty();
  }

  @Test
  void aDatabaseThatLostItsBeginningIsDamaged() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.NONE);
    written.writeRandomly(new Random(6), 10, 10);
    Files.delete(folder.resolve("CURRENT"));

    assertThatThrownBy(written::open)
        .isInstanceOf(DamagedLevelDbException.class)
        .hasMessage("no CURRENT");
  }

  private List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
  }
}
