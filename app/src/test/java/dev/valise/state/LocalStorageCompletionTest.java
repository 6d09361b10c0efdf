package dev.valise.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.disk.ForeignFolder;
import dev.valise.disk.PrivateFiles;
import dev.valise.state.leveldb.LevelDb;
import dev.valise.state.leveldb.ReadLimit;
import dev.valise.state.leveldb.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.impl.Iq80DBFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written into a copy of localStorage, as two readers of LevelDB see it. */
final class LocalStorageCompletionTest {
  private static final String SITE = "https://site.example/";
  private static final String IN_KEYS = "https://site.example";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void whatDiffersIsWrittenAndTheRestStays() throws IOException {
    database(IN_KEYS, Map.of("same", "1", "other", "old", "gone", "1"));
    database("https://stranger.example", Map.of("item", "stays"));
    Map<String, String> items = Map.of("same", "1", "other", "new", "\u20ac", "\ud800\u00e9");

    assertThat(complete(SITE, items)).isPresent();

    assertThat(items(IN_KEYS)).isEqualTo(items);
    assertThat(items("https://stranger.example")).isEqualTo(Map.of("item", "stays"));
    assertThat(complete(SITE, items)).isEmpty();
  }

  @Test
  void whatIsThereAlreadyChangesNothing() throws IOException {
    database(IN_KEYS, Map.of("a", "1", "b", "\u20ac"));

    assertThat(complete(SITE, Map.of("a", "1", "b", "\u20ac"))).isEmpty();
  }

  @Test
  void aSiteThatIsNewGetsWhatChromiumNotesOfIt() throws IOException {
    database("https://stranger.example", Map.of("item", "stays"));

    assertThat(complete(SITE, Map.of("key", "value"))).isPresent();

    // Microseconds from 1601 to then, and 4 + 6 bytes; as LocalStorageImpl writes them.
    assertThat(String.valueOf(read().get("META:" + IN_KEYS)).getBytes(ISO_8859_1))
        .containsExactly(8, 0x80, 0xe0, 0x9e, 0x91, 0xe6, 0xeb, 0xef, 0x17, 16, 10);
  }

  @Test
  void itemsOfManyBlocksAreWhole() throws IOException {
    database("https://stranger.example", Map.of("item", "stays"));
    Map<String, String> items =
        Map.of("large", "v".repeat(100_000), "wide", "\u20ac".repeat(40_000), "empty", "");

    assertThat(complete(SITE, items)).isPresent();

    assertThat(items(IN_KEYS)).isEqualTo(items);
  }

  @Test
  void aLogWhoseWriterStoppedHalfWayIsNoObstacle() throws IOException {
    database(IN_KEYS, Map.of("a", "old"));
    try (var files = Files.newDirectoryStream(localStorage(), "*.log")) {
      for (Path log : files) {
        Files.write(log, new byte[] {1, 2, 3, 4, 100, 0, 1}, StandardOpenOption.APPEND);
      }
    }

    assertThat(complete(SITE, Map.of("a", "new"))).isPresent();

    assertThat(items(IN_KEYS)).isEqualTo(Map.of("a", "new"));
  }

  @Test
  void sitesThatFollowEachOtherAreComparedToTheirLastItem() throws IOException {
    SortedMap<String, Map<String, String>> sites = new TreeMap<>();
    for (String name : List.of("a", "b", "c")) {
      database("https://" + name, Map.of("item", name));
      sites.put("https://" + name + "/", Map.of("item", name));
    }

    assertThat(LocalStorageCompletion.complete(folder, sites, NOW)).isEmpty();
  }

  @Test
  void aPartitionedSiteIsAnother() throws IOException {
    database(IN_KEYS, Map.of("a", "first party"));
    String partitioned = "https://site.example/^0https://top.example";

    assertThat(complete(partitioned, Map.of("a", "third party"))).isPresent();

    assertThat(items(IN_KEYS)).isEqualTo(Map.of("a", "first party"));
    assertThat(items(partitioned)).isEqualTo(Map.of("a", "third party"));
  }

  @Test
  void whereThereIsNoDatabaseItemsAreNotLostWithoutAWord() throws IOException {
    assertThat(complete(SITE, Map.of())).isEmpty();
    assertThatThrownBy(() -> complete(SITE, Map.of("a", "1"))).isInstanceOf(IOException.class);
    Files.createDirectories(localStorage());
    assertThatThrownBy(() -> complete(SITE, Map.of("a", "1"))).isInstanceOf(IOException.class);
  }

  private Optional<String> complete(String storageKey, Map<String, String> items)
      throws IOException {
    SortedMap<String, Map<String, String>> all = new TreeMap<>(Map.of(storageKey, items));
    Optional<String> added = LocalStorageCompletion.complete(folder, all, NOW);
    if (added.isPresent()) {
      assertThat(folder.resolve(added.get())).isRegularFile();
    }
    return added;
  }

  private Path localStorage() {
    return folder.resolve(LocalStorageCompletion.FOLDER);
  }

  private void database(String inKeys, Map<String, String> items) throws IOException {
    Files.createDirectories(localStorage());
    try (DB database = open()) {
      items.forEach((key, value) ->
          database.put(LocalStorageText.itemKey(inKeys, key), LocalStorageText.bytes(value)));
    }
  }

  private DB open() throws IOException {
    var options = new Options().compressionType(CompressionType.NONE);
    return Iq80DBFactory.factory.open(localStorage().toFile(), options);
  }

  /** All pairs, read by this project and by another program, which must agree. */
  private Map<String, String> read() throws IOException {
    Map<String, String> own = new HashMap<>();
    LevelDb.open(
            ForeignFolder.at(localStorage()),
            new ReadLimit(1 << 30, 1 << 30),
            damage -> assertThat(damage).isEmpty())
        .forEach(
            (key, value) -> own.put(new String(key, ISO_8859_1), new String(value, ISO_8859_1)));
    Path copy = folder.resolve("copy");
    PrivateFiles.deleteTree(copy);
    Files.createDirectory(copy);
    try (var files = Files.newDirectoryStream(localStorage())) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Map<String, String> other = new HashMap<>();
    try (DB database = Iq80DBFactory.factory.open(copy.toFile(), new Options())) {
      database.forEach(entry ->
          other.put(
              new String(entry.getKey(), ISO_8859_1), new String(entry.getValue(), ISO_8859_1)));
    }
    assertThat(own).isEqualTo(other);
    return own;
  }

  private Map<String, String> items(String inKeys) throws IOException {
    Map<String, String> items = new HashMap<>();
    String prefix = "_" + inKeys + "\0";
    for (Map.Entry<String, String> pair : read().entrySet()) {
      if (pair.getKey().startsWith(prefix)) {
        items.put(text(pair.getKey().substring(prefix.length())), text(pair.getValue()));
      }
    }
    return items;
  }

  private static String text(String stored) throws IOException {
    byte[] bytes = stored.getBytes(ISO_8859_1);
    return LocalStorageText.text(Slice.of(bytes));
  }
}
