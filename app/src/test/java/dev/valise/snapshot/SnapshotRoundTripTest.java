package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.FolderContent;
import dev.valise.testing.Race;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was saved is what is checked out. */
class SnapshotRoundTripTest {
  private static final int BLOCK = 64 << 10;
  private static final int SEGMENT = PackWriter.SEGMENT_BYTES;
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(UTF_8);

  private final Seed seed = Seed.fresh("SnapshotRoundTripTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path saved;
  private final Path restored;

  SnapshotRoundTripTest(@TempDir Path folder) {
    this.saved = folder.resolve("saved");
    this.restored = folder.resolve("restored");
  }

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectory(saved);
    Files.createDirectory(restored);
  }

  @Test
  void filesOfEverySize() throws IOException {
    for (int size :
        new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, SEGMENT - 1, SEGMENT, SEGMENT + 1}) {
      write("Default/size " + size, seed.bytes(size));
    }
    write("Default/large and random", seed.bytes(5 << 20));
    write("Default/large and repeating", "valise ".repeat(700_000).getBytes(UTF_8));
    assertRestored();
  }

  @Test
  void databases() throws IOException {
    for (int size : new int[] {SQLITE.length, 4095, 4096, 4097, BLOCK + 4096, SEGMENT + 100}) {
      byte[] database = seed.bytes(size);
      System.arraycopy(SQLITE, 0, database, 0, SQLITE.length);
      write("Default/database of " + size, database);
    }
    write("Default/no database yet", Arrays.copyOf(SQLITE, SQLITE.length - 1));
    assertRestored();
  }

  @Test
  void names() throws IOException {
    write("Default/Extensions/a b/ünïcödé 名前 🧳.js", seed.bytes(100));
    write("Default/" + "n".repeat(255), seed.bytes(101));
    write("deep/".repeat(50) + "file", seed.bytes(102));
    write("Default/-rf", seed.bytes(103));
    write("Default/back\\slash \"quote\" $HOME \n newline", seed.bytes(104));
    write("Default/.hidden", seed.bytes(105));
    assertRestored();
  }

  @Test
  void aJournalIsKeptWhenItHasBytes() throws IOException {
    write("Default/Cookies-journal", seed.bytes(512));
    write("Default/DIPS-wal", seed.bytes(32));
    assertRestored();

    write("Default/History-journal", new byte[0]);
    write("Default/Web Data-wal", new byte[0]);
    assertThat(fixture.read(fixture.save(saved).manifest()))
        .containsOnlyKeys("Default/Cookies-journal", "Default/DIPS-wal");
  }

  @Test
  void anEmptyFolder() throws IOException {
    assertRestored();
  }

  @Test
  void permissionsAreKeptAndTheFolderItselfIsPrivate() throws IOException {
    write("Default/Local Storage/leveldb/CURRENT", seed.bytes(16));
    write("Default/Extensions/readable", seed.bytes(16));
    permit("Default/Local Storage/leveldb/CURRENT", "rwxr-x--x");
    permit("Default/Extensions/readable", "r--r--r--");
    permit("Default/Extensions", "r-xr-xr-x");
    permit("Default/Local Storage/leveldb", "rwx------");
    permit("Default/Local Storage", "rwx------");
    permit("Default", "rwx------");
    Files.delete(restored);
    assertRestored();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(restored)))
        .isEqualTo("rwx------");

    Set<String> modes = new HashSet<>();
    try (Stream<Path> files = Files.walk(restored.resolve("Default"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        modes.add(
            (Files.isDirectory(file) ? "folder " : "file ")
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    assertThat(modes)
        .containsExactlyInAnyOrder(
            "folder rwx------", "folder r-xr-xr-x", "file rwxr-x--x", "file r--r--r--");
  }

  @Test
  void aSnapshotStaysAsItIsWhenTheFolderChanges() throws IOException {
    write("Default/Cookies", seed.bytes(10_000));
    SortedMap<String, String> first = FolderContent.of(saved);
    SavedSnapshot snapshot = fixture.save(saved);

    write("Default/Cookies", seed.bytes(10_001));
    write("Default/History", seed.bytes(7));
    SavedSnapshot next = fixture.save(saved);
    assertThat(fixture.read(snapshot.manifest())).isEqualTo(first);
    assertThat(fixture.read(next.manifest())).isEqualTo(FolderContent.of(saved));
  }

  @Test
  void manySavesAndCheckOutsAtTheSameTime() throws Exception {
    write("Default/Cookies", seed.bytes(200_000));
    write("Default/History", seed.bytes(SEGMENT + 5));
    SortedMap<String, String> content = FolderContent.of(saved);
    Snapshot shared = fixture.store.open(fixture.save(saved).manifest(), fixture.vault);

    var read =
        Race.of(
            6,
            number -> {
              shared.checkOut(restored.resolve("c" + number), Optional.empty());
              assertThat(FolderContent.of(restored.resolve("c" + number))).isEqualTo(content);
              return fixture.read(fixture.save(saved).manifest());
            });
    assertThat(read).containsOnly(content);
  }

  @Test
  void randomFolders(@TempDir Path folder) throws IOException {
    Random random = seed.random();
    for (int round = 0; round < 20; round++) {
      Path one = Files.createDirectory(folder.resolve("saved" + round));
      for (int i = random.nextInt(12); i > 0; i--) {
        byte[] bytes = new byte[randomSize(random)];
        if (random.nextBoolean()) {
          random.nextBytes(bytes);
        }
        String parents = "folder%d/".formatted(random.nextInt(3)).repeat(random.nextInt(4));
        FolderContent.write(one, parents + "file" + i, bytes);
      }
      SavedSnapshot snapshot = fixture.save(one);
      assertThat(fixture.read(snapshot.manifest()))
          .as("round %s of %s", round, seed)
          .isEqualTo(FolderContent.of(one));
    }
  }

  private static int randomSize(Random random) {
    int around = new int[] {0, 4096, BLOCK, 3 * BLOCK, SEGMENT}[random.nextInt(5)];
    return Math.max(0, around + random.nextInt(200) - 100);
  }

  private void permit(String path, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        saved.resolve(path), PosixFilePermissions.fromString(permissions));
  }

  private void write(String path, byte[] bytes) throws IOException {
    FolderContent.write(saved, path, bytes);
  }

  private void assertRestored() throws IOException {
    SavedSnapshot snapshot = fixture.save(saved);
    Snapshot opened = fixture.store.open(snapshot.manifest(), fixture.vault);
    opened.checkOut(restored, Optional.empty());
    assertThat(FolderContent.of(restored)).as(seed.toString()).isEqualTo(FolderContent.of(saved));
    assertThat(opened.attachments()).isEqualTo(SnapshotFixture.ATTACHMENTS);
  }
}
