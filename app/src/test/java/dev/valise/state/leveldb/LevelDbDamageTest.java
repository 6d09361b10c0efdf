package dev.valise.state.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.valise.disk.ForeignFolder;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.iq80.leveldb.CompressionType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files: no exception but IOException, no hang, bounded memory. */
@Timeout(120)
class LevelDbDamageTest {
  private static final long WORK = 8 << 20;
  private static final long MEMORY = 4 << 20;

  /** What is allocated, and mostly free again at once, for the work that is allowed. */
  private static final long MOST_ALLOCATED = 8 * WORK;

  @TempDir private Path folder;
  private Random random;

  @BeforeEach
  void seed() {
    random = Seed.fresh("LevelDbDamageTest").random();
  }

  @Test
  void aFlippedBitInAnyByte() throws IOException {
    writeSmall();
    var unreadable = new AtomicInteger();
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        if (!readsBounded(file.getFileName() + " byte " + at)) {
          unreadable.incrementAndGet();
        }
      }
      Files.write(file, whole);
    }
    assertThat(readsBounded("undamaged")).isTrue();
    assertThat(unreadable).as("the damage was met").hasPositiveValue();
  }

  @Test
  void anEndAtAnyByte() throws IOException {
    writeSmall();
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      for (int size = 0; size < whole.length; size++) {
        Files.write(file, Arrays.copyOf(whole, size));
        readsBounded(file.getFileName() + " cut to " + size);
      }
      Files.write(file, whole);
    }
  }

  @Test
  void damageBehindRightChecksumsInTheLog() throws IOException {
    writeCurrent();
    byte[] manifest = new LogWriter().add(edit(2, 3)).bytes();
    Files.write(folder.resolve("MANIFEST-000001"), manifest);
    byte[] batch = batch("_http://a\0k", "value", "_http://b\0k", "");
    Files.write(folder.resolve("000003.log"), new LogWriter().add(batch).bytes());
    assertThat(readsBounded("undamaged")).isTrue();

    for (int round = 0; round < 1500; round++) {
      byte[] damaged = mutated(batch);
      Files.write(folder.resolve("000003.log"), new LogWriter().add(damaged).bytes());
      readsBounded("batch " + Arrays.toString(damaged));
    }
  }

  @Test
  void damageBehindRightChecksumsInTheManifest() throws IOException {
    writeSmall();
    Path file = folder.resolve(Files.readString(folder.resolve("CURRENT")).strip());
    var records = new ArrayList<byte[]>();
    try (var channel = FileChannel.open(file)) {
      var log = new LogRecords(channel, new ReadLimit(WORK, MEMORY));
      for (byte[] record = log.next(); record != null; record = log.next()) {
        records.add(record);
      }
    }
    for (int round = 0; round < 1500; round++) {
      var log = new LogWriter();
      int target = random.nextInt(records.size());
      for (int i = 0; i < records.size(); i++) {
        log.add(i == target ? mutated(records.get(i)) : records.get(i));
      }
      Files.write(file, log.bytes());
      readsBounded("manifest, round " + round);
    }
  }

  @Test
  void damageBehindRightChecksumsInATable() throws IOException {
    writeSmall();
    Path file =
        files().stream().filter(path -> path.toString().endsWith(".sst")).findFirst().orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    List<int[]> blocks = blocks(file);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = whole.clone();
      int[] block = blocks.get(random.nextInt(blocks.size()));
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        damaged[block[0] + random.nextInt(block[1] + 1)] = (byte) random.nextInt();
      }
      reseal(damaged, block[0], block[1]);
      Files.write(file, damaged);
      readsBounded("table, round " + round);
    }
  }

  @Test
  void aFewBytesThatAskForMuch() throws IOException {
    writeCurrent();
    Files.write(folder.resolve("MANIFEST-000001"), new LogWriter().add(edit(2, 3)).bytes());
    byte[] manyDeletions = new byte[12 + 3_000_000];
    ByteBuffer.wrap(manyDeletions).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 1_500_000);
    Files.write(folder.resolve("000003.log"), new LogWriter().add(manyDeletions).bytes());

    assertThat(readsBounded("1.5 million deletions of the empty key")).isFalse();
  }

  /** Offset and size of the index and of the blocks with data. */
  private static List<int[]> blocks(Path table) throws IOException {
    byte[] bytes = Files.readAllBytes(table);
    var blocks = new ArrayList<int[]>();
    var footer = new Input(bytes, bytes.length - 48, bytes.length);
    footer.varint();
    footer.varint();
    blocks.add(new int[] {footer.length(), footer.length()});
    try (var reader = new TableReader(FileChannel.open(table), new ReadLimit(WORK, MEMORY))) {
      BlockCursor index = reader.index();
      while (index.next()) {
        var handle = new Input(index.value().toArray());
        blocks.add(new int[] {handle.length(), handle.length()});
      }
    }
    return blocks;
  }

  private static void reseal(byte[] table, int offset, int size) {
    int sum = Checksum.masked(table, offset, size + 1);
    ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putInt(offset + size + 1, sum);
  }

  private byte[] mutated(byte[] record) {
    byte[] changed =
        random.nextInt(4) == 0
            ? Arrays.copyOf(record, random.nextInt(record.length + 3))
            : record.clone();
    for (int flips = random.nextInt(4); flips >= 0 && changed.length > 0; flips--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  /** Whether it could be read without any damage. */
  private boolean readsBounded(String what) {
    var damage = new AtomicInteger();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      LevelDb.open(
              ForeignFolder.at(folder), new ReadLimit(WORK, MEMORY), _ -> damage.incrementAndGet())
          .forEach((_, _) -> {});
    } catch (IOException e) {
      damage.incrementAndGet();
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated: %s", what)
        .isLessThan(MOST_ALLOCATED);
    return damage.get() == 0;
  }

  /** With a log and tables, of some kilobytes. */
  private void writeSmall() throws IOException {
    var written = new WrittenLevelDb(folder, CompressionType.SNAPPY);
    written.writeRandomly(random, 50, 20);
    written.writeRandomly(random, 25, 20);
    assertThat(files()).anyMatch(file -> file.toString().endsWith(".sst"));
  }

  private void writeCurrent() throws IOException {
    Files.writeString(folder.resolve("CURRENT"), "MANIFEST-000001\n");
  }

  /** An edit of a manifest with one number. */
  private static byte[] edit(int tag, int number) {
    return new byte[] {(byte) tag, (byte) number};
  }

  private static byte[] batch(String... keysAndValues) {
    var bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(1).putInt(keysAndValues.length / 2);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      bytes.put((byte) 1);
      for (String part : List.of(keysAndValues[i], keysAndValues[i + 1])) {
        bytes.put((byte) part.length()).put(part.getBytes(UTF_8));
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\d+.*|CURRENT"))
          .sorted()
          .toList();
    }
  }
}
