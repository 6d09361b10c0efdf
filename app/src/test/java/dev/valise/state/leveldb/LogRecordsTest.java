package dev.valise.state.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRecordsTest {
  @TempDir private Path folder;

  @Test
  void recordsOfAllSizesComeBack() throws IOException {
    Random random = Seed.fresh("LogRecordsTest").random();
    var log = new LogWriter();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      byte[] record = new byte[random.nextInt(i % 20 == 0 ? 200_000 : 2000)];
      random.nextBytes(record);
      log.add(record);
      expected.add(describe(record));
    }

    assertThat(read(log.bytes())).isEqualTo(expected);
  }

  @Test
  void blocksMayEndWithTooLittleForAHeader() throws IOException {
    for (int left = 0; left <= 8; left++) {
      byte[] filling = new byte[LogWriter.BLOCK - 7 - left];
      byte[] log = new LogWriter().add(filling).add("next".getBytes(UTF_8)).bytes();

      assertThat(read(log)).as("%d bytes left", left).containsExactly(describe(filling), "next");
    }
  }

  @Test
  void aRecordThatItsWriterDiedInIsDropped() throws IOException {
    byte[] whole = new LogWriter().add("first".getBytes(UTF_8)).add(new byte[100_000]).bytes();
    int first = new LogWriter().add("first".getBytes(UTF_8)).size();

    for (int size = first; size < whole.length; size += 97) {
      assertThat(read(Arrays.copyOf(whole, size))).as("%d bytes", size).containsExactly("first");
    }
  }

  @Test
  void spaceTakenInAdvanceIsNoRecord() throws IOException {
    var log = new LogWriter().add("first".getBytes(UTF_8));
    log.raw(new byte[LogWriter.BLOCK - log.size()]).add("second".getBytes(UTF_8));

    assertThat(read(log.bytes())).containsExactly("first", "second");
  }

  @Test
  void behindADamagedBlockItGoesOn() throws IOException {
    byte[] filling = new byte[LogWriter.BLOCK];
    byte[] log =
        new LogWriter()
            .add("first".getBytes(UTF_8))
            .add(filling)
            .add("last".getBytes(UTF_8))
            .bytes();
    log[20] ^= 1;

    assertThat(read(log)).containsExactly("first", "! a log record has a wrong checksum", "last");
  }

  @Test
  void fragmentsThatDoNotFitAreDropped() throws IOException {
    byte[] log =
        new LogWriter()
            .fragment(3, "middle".getBytes(UTF_8))
            .fragment(4, "last".getBytes(UTF_8))
            .fragment(2, "first".getBytes(UTF_8))
            .fragment(1, "full".getBytes(UTF_8))
            .fragment(9, "unknown".getBytes(UTF_8))
            .fragment(2, "fi".getBytes(UTF_8))
            .fragment(4, "ne".getBytes(UTF_8))
            .bytes();

    assertThat(read(log)).containsExactly("full", "! a log record of an unknown type", "fine");
  }

  @Test
  void aLengthThatLeavesTheBlockIsDamage() throws IOException {
    byte[] log = new LogWriter().add(new byte[LogWriter.BLOCK]).add("x".getBytes(UTF_8)).bytes();
    log[4] = (byte) 0xff;
    log[5] = (byte) 0xff;

    assertThat(read(log)).containsExactly("! a log record is longer than its block", "x");
  }

  /** Short records as text, long ones by their hash, damage with an exclamation mark. */
  private List<String> read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("log"), bytes);
    var read = new ArrayList<String>();
    try (FileChannel channel = FileChannel.open(file)) {
      var records = new LogRecords(channel, new ReadLimit(1 << 30, 1 << 30));
      while (true) {
        try {
          byte[] record = records.next();
          if (record == null) {
            return read;
          }
          read.add(describe(record));
        } catch (DamagedLevelDbException e) {
          read.add("! " + e.getMessage());
        }
      }
    }
  }

  private static String describe(byte[] record) {
    return record.length < 20
        ? new String(record, UTF_8)
        : record.length + ":" + Arrays.hashCode(record);
  }
}
