package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.FolderTree;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files with holes, which look larger than the disk they take: so they are stored and restored. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparseFileTest {
  private static final long GIGABYTE = 1L << 30;

  private final Seed seed = Seed.fresh("SparseFileTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path live;
  private final Path restored;

  SparseFileTest(@TempDir Path temporary) throws IOException {
    this.live = Files.createDirectory(temporary.resolve("live"));
    this.restored = temporary.resolve("restored");
  }

  @Test
  void aGigabyteOfNothingTakesNothing() throws Exception {
    write("Default/sparse", GIGABYTE - 100, new byte[100]);
    write("Default/sparse", 500 << 20, seed.bytes(10));
    SavedSnapshot saved = fixture.save(live);
    assertThat(saved.bytes()).isEqualTo(GIGABYTE);
    assertThat(saved.storedBytes()).isLessThan(100_000);

    fixture.checkOut(saved.manifest(), restored);
    Path file = restored.resolve("Default/sparse");
    assertThat(Files.size(file)).isEqualTo(GIGABYTE);
    assertThat(bytesOnDisk(file)).isLessThan(1 << 20);
    try (FileChannel channel = FileChannel.open(file)) {
      var middle = ByteBuffer.allocate(12);
      channel.read(middle, (500 << 20) - 1);
      assertThat(Arrays.copyOfRange(middle.array(), 1, 11)).isEqualTo(seed.bytes(10));
      assertThat(middle.get(0) + middle.get(11)).isZero();
    }
  }

  private static long bytesOnDisk(Path file) throws Exception {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), US_ASCII).strip();
    return Long.parseLong(blocks) * 512;
  }

  @Test
  void holesAnywhere() throws IOException {
    for (int block : new int[] {4 << 10, 64 << 10}) {
      String name = block == 4 << 10 ? "000003.log" : "000005.ldb";
      write("zeros only/" + name, 3L * block - 1, new byte[1]);
      write("zeros and a bit/" + name, 3L * block, new byte[1]);
      write("at the start/" + name, 2L * block, seed.bytes(100));
      write("at the end/" + name, 0, seed.bytes(100));
      write("at the end/" + name, 3L * block - 1, new byte[1]);
      write("in the middle/" + name, 0, seed.bytes(block + 1));
      write("in the middle/" + name, 4L * block - 1, seed.bytes(block));
    }
    SavedSnapshot saved = fixture.save(live);
    fixture.checkOut(saved.manifest(), restored);
    assertThat(FolderTree.of(restored)).as(seed.toString()).isEqualTo(FolderTree.of(live));
    assertThat(fixture.read(saved.manifest()).keySet()).hasSize(10);
  }

  /** A file that is replaced starts empty: what it held before does not show through its holes. */
  @Test
  void nothingShowsThrough() throws IOException {
    write("Default/file", 0, seed.bytes(300_000));
    SavedSnapshot full = fixture.save(live);
    Files.delete(live.resolve("Default/file"));
    write("Default/file", 299_999, new byte[1]);
    SavedSnapshot empty = fixture.save(live, SnapshotFixture.base(full));

    CheckoutRecord record = fixture.checkOut(full.manifest(), restored);
    var base = new Base(fixture.open(full.manifest()), Optional.of(record));
    fixture.open(empty.manifest()).checkOut(restored, Optional.of(base));
    assertThat(Files.readAllBytes(restored.resolve("Default/file"))).isEqualTo(new byte[300_000]);
  }

  private void write(String path, long position, byte[] bytes) throws IOException {
    Path file = live.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), position);
    }
  }
}
