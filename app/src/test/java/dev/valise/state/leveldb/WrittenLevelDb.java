package dev.valise.state.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.disk.ForeignFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.impl.Iq80DBFactory;

/** A database written by an implementation that others made, and what should be in it. */
final class WrittenLevelDb {
  static final long WORK = 1L << 30;
  static final long MEMORY = 64L << 20;

  final Path folder;
  final NavigableMap<byte[], byte[]> content = new TreeMap<>(Arrays::compareUnsigned);
  private final CompressionType compression;

  WrittenLevelDb(Path folder, CompressionType compression) {
    this.folder = folder;
    this.compression = compression;
  }

  /** Writes to it while it is open, and closes it. */
  void write(Consumer<DB> writes) throws IOException {
    var options = new Options().writeBufferSize(64 << 10).compressionType(compression);
    try (DB database = Iq80DBFactory.factory.open(folder.toFile(), options)) {
      writes.accept(database);
    }
  }

  /** Puts, overwrites and deletes keys of a small set. */
  void writeRandomly(Random random, int writes, int longestValue) throws IOException {
    write(database -> {
      for (int i = 0; i < writes; i++) {
        byte[] key = ("_http://o" + random.nextInt(40) + "\0" + random.nextInt(50)).getBytes(UTF_8);
        if (random.nextInt(4) == 0) {
          database.delete(key);
          content.remove(key);
        } else {
          put(database, key, value(random, longestValue));
        }
      }
    });
  }

  void put(DB database, byte[] key, byte[] value) {
    database.put(key, value);
    content.put(key, value);
  }

  private static byte[] value(Random random, int longest) {
    byte[] value = new byte[random.nextInt(longest + 1)];
    if (random.nextBoolean()) {
      random.nextBytes(value);
    } else {
      Arrays.fill(value, (byte) random.nextInt());
    }
    return value;
  }

  /** Opens it with the reader under test, for which any damage is a failure. */
  LevelDb open() throws IOException {
    return LevelDb.open(
        ForeignFolder.at(folder),
        new ReadLimit(WORK, MEMORY),
        damage -> assertThat(damage).as("damage").isNull());
  }

  static List<String> pairs(LevelDb database) throws IOException {
    var pairs = new ArrayList<String>();
    database.forEach((key, value) -> pairs.add(pair(key, value)));
    return pairs;
  }

  static List<String> pairs(Map<byte[], byte[]> content) {
    return content.entrySet().stream().map(e -> pair(e.getKey(), e.getValue())).toList();
  }

  private static String pair(byte[] key, byte[] value) {
    return HexFormat.of().formatHex(key) + "=" + value.length + ":" + Arrays.hashCode(value);
  }
}
