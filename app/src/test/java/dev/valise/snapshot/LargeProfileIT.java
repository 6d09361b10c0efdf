package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.DirectoryBlobStore;
import dev.valise.crypto.SealingKey;
import dev.valise.disk.PrivateFiles;
import dev.valise.testing.ForkedJvm;
import dev.valise.testing.Ids;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Profiles that do not fit the memory: a heap of 256 MB saves, changes and checks out a database of
 * 400 MB, in which no two pages are the same, and a folder of 30 000 files. {@code
 * -Dvalise.large.megabytes=2048 -Dvalise.large.files=100000} for the sizes that must work; they
 * take minutes.
 */
class LargeProfileIT {
  private static final int MEGABYTES = Integer.getInteger("valise.large.megabytes", 400);
  private static final int FILES = Integer.getInteger("valise.large.files", 30_000);

  @Test
  void aLargeDatabase(@TempDir Path temporary) throws Exception {
    run(temporary, "database", MEGABYTES << 8);
  }

  @Test
  void manySmallFiles(@TempDir Path temporary) throws Exception {
    run(temporary, "files", FILES);
  }

  private static void run(Path temporary, String kind, int count) throws Exception {
    String output =
        ForkedJvm.with("-Xmx256m")
            .run(Scenario.class, temporary.toString(), kind, Integer.toString(count));
    System.out.println(output);
    assertThat(output).contains("all is well");
  }

  /** Runs in the small heap. */
  static final class Scenario {
    private static final int PAGE = 4096;

    private final Path live;
    private final Path restored;
    private final SnapshotStore store;
    private final Vault vault = new Vault(SealingKey.throwaway(), "owner");
    private final boolean database;
    private final int count;
    private long started;

    private Scenario(Path folder, boolean database, int count) throws IOException {
      this.live = Files.createDirectory(folder.resolve("live"));
      this.restored = folder.resolve("restored");
      this.store = new SnapshotStore(DirectoryBlobStore.open(folder.resolve("blobs")), Ids.fresh());
      this.database = database;
      this.count = count;
    }

    public static void main(String[] arguments) throws IOException {
      new Scenario(
              Path.of(arguments[0]),
              arguments[1].equals("database"),
              Integer.parseInt(arguments[2]))
          .run();
      System.out.println("all is well");
    }

    private void run() throws IOException {
      started = System.nanoTime();
      make();
      restart("made");
      SavedSnapshot first = store.save(request());
      restart("saved");
      change();
      SavedSnapshot second = store.save(request().on(base(first)));
      restart("saved a change");
      assertThat(second.storedBytes()).isLessThan(20_000);
      Snapshot opened = store.open(second.manifest(), vault);
      CheckoutRecord record = opened.checkOut(restored, Optional.empty());
      restart("checked out");
      var base = new Base(opened, Optional.of(record));
      store.open(first.manifest(), vault).checkOut(restored, Optional.of(base));
      restart("checked out the version before");
      var other = SaveRequest.of(restored, Preset.everything(), Map.of(), vault);
      SavedSnapshot same = store.save(other.on(new Base(first.snapshot(), Optional.empty())));
      restart("read all of it");
      assertThat(same.written()).as("it is what was saved first").isEmpty();
      // JUnit takes minutes for it.
      PrivateFiles.deleteTree(live);
      PrivateFiles.deleteTree(restored);
      restart("deleted all");
    }

    private void restart(String done) {
      long now = System.nanoTime();
      System.out.printf("%s after %d ms%n", done, Duration.ofNanos(now - started).toMillis());
      started = now;
    }

    private SaveRequest request() {
      return SaveRequest.of(live, Preset.everything(), Map.of(), vault);
    }

    private Base base(SavedSnapshot saved) throws IOException {
      return new Base(store.open(saved.manifest(), vault), Optional.of(saved.record()));
    }

    private void make() throws IOException {
      var random = new SplittableRandom(1);
      if (!database) {
        for (int file = 0; file < count; file++) {
          Path folder = Files.createDirectories(live.resolve("folder " + file % 100));
          Files.write(folder.resolve("file " + file), page(random, 100 + file % 200));
        }
        return;
      }
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(live.resolve("History")), 1 << 20)) {
        out.write("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[PAGE - 16]);
        for (int page = 1; page < count; page++) {
          out.write(page(random, PAGE));
        }
      }
    }

    /** Half of it random, as of most pages. */
    private static byte[] page(SplittableRandom random, int length) {
      byte[] page = new byte[length];
      byte[] noise = new byte[length / 2];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, page, 0, noise.length);
      return page;
    }

    private void change() throws IOException {
      Path file = database ? live.resolve("History") : live.resolve("folder 7/file 107");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), database ? 9L * PAGE : 0);
      }
    }
  }
}
