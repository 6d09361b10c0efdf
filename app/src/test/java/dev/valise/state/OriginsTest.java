package dev.valise.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OriginsTest {
  @TempDir private Path root;
  private UserDataDir userDataDir;

  @BeforeEach
  void makeFolder() throws Exception {
    userDataDir = new UserDataDir(Files.createDirectory(root.resolve("udd")));
  }

  private UserDataDir filled() throws Exception {
    return userDataDir
        .withLocalStorage(9000, "https://local.com", "https://frame.com/^0https://top.com")
        .withIndexedDb("https_indexed.com_8443", "file__0")
        .withBuckets("https://bucket.com/", "https://indexed.com:8443/", "file:///");
  }

  @Test
  void findsTheOriginsOfAllParts() throws Exception {
    filled();

    OriginsFound found = Origins.of(userDataDir.path());

    assertThat(found.origins())
        .extracting(WebOrigin::text)
        .containsExactly(
            "https://bucket.com",
            "https://frame.com",
            "https://indexed.com:8443",
            "https://local.com");
    assertThat(found.warnings()).isEmpty();
  }

  @Test
  void aFolderThatNoBrowserUsedHasNone() {
    assertThat(Origins.of(userDataDir.path())).isEqualTo(found());
    assertThat(Origins.of(root.resolve("none"))).isEqualTo(found());
  }

  @Test
  void anEmptiedLocalStorageIsNoState() throws Exception {
    userDataDir
        .withLocalStorage(1, "https://local.com")
        .withEmptiedLocalStorage("https://emptied.com");

    assertThat(Origins.of(userDataDir.path())).isEqualTo(found("https://local.com"));
  }

  @Test
  void localStorageInSqliteCountsToo() throws Exception {
    userDataDir.withLocalStorageInSqlite("https://local.com/", "https://emptied.com/");
    Files.createDirectories(userDataDir.profile().resolve("IndexedDB/https_indexed.com_0"));

    assertThat(Origins.of(userDataDir.path()))
        .isEqualTo(found("https://indexed.com", "https://local.com"));
  }

  @Test
  void readingWritesNothing() throws Exception {
    filled();
    Map<String, String> before = FolderContent.of(userDataDir.path());

    Origins.of(userDataDir.path());

    assertThat(FolderContent.of(userDataDir.path())).isEqualTo(before);
  }

  @Test
  void aDamagedPartLeavesTheOthers() throws Exception {
    filled();
    Files.writeString(userDataDir.localStorage().resolve("CURRENT"), "MANIFEST-../../evil\n");
    Files.writeString(userDataDir.quotaDatabase(), "no database".repeat(1000));

    OriginsFound found = Origins.of(userDataDir.path());

    assertThat(found.origins()).containsExactly(new WebOrigin("https://indexed.com:8443"));
    assertThat(found.warnings())
        .containsExactly(
            "localStorage could not be read: CURRENT names no manifest",
            "the quota database could not be read: QuotaManager: SQLITE_NOTADB");
  }

  @Test
  void damageInLocalStorageIsSaidAndTheRestOfItRead() throws Exception {
    filled().withLocalStorage(200_000, "https://more.com");
    try (var tables = Files.newDirectoryStream(userDataDir.localStorage(), "*.sst")) {
      for (Path table : tables) {
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length - 1] ^= 1;
        Files.write(table, bytes);
      }
    }

    OriginsFound found = Origins.of(userDataDir.path());

    assertThat(found.origins()).contains(new WebOrigin("https://bucket.com"));
    assertThat(found.warnings())
        .isNotEmpty()
        .allSatisfy(warning ->
            assertThat(warning).matches("localStorage is damaged: \\d+\\.ldb: is no table"));
  }

  @Test
  void linksAndFifosAreNotOpened() throws Exception {
    filled();
    Path elsewhere = Files.move(userDataDir.profile().resolve("IndexedDB"), root.resolve("idb"));
    Files.createSymbolicLink(userDataDir.profile().resolve("IndexedDB"), elsewhere);
    Files.delete(userDataDir.quotaDatabase());
    mkfifo(userDataDir.quotaDatabase());
    Path current = userDataDir.localStorage().resolve("CURRENT");
    Files.delete(current);
    mkfifo(current);

    OriginsFound found = Origins.of(userDataDir.path());

    assertThat(found.origins()).isEmpty();
    assertThat(found.warnings())
        .containsExactly(
            "localStorage could not be read: CURRENT is no regular file",
            "IndexedDB could not be read: IndexedDB is no folder",
            "the quota database could not be read: QuotaManager is no regular file");
  }

  @Test
  void filesOfAnySizeComeToAnEnd() throws Exception {
    filled();
    try (var files = Files.newDirectoryStream(userDataDir.localStorage(), "*.log")) {
      for (Path log : files) {
        growTo(1L << 36, log);
      }
    }
    growTo(1L << 36, userDataDir.quotaDatabase());

    OriginsFound found = Origins.of(userDataDir.path());

    assertThat(found.origins()).contains(new WebOrigin("https://indexed.com:8443"));
    assertThat(found.warnings())
        .contains("localStorage could not be read: more to read than is allowed");
  }

  /** A sparse file, which takes no space. */
  private static void growTo(long size, Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  @Test
  void manyOriginsInLargeStoragesAreAllFound() throws Exception {
    String[] origins =
        IntStream.range(0, 40).mapToObj(i -> "https://site" + i + ".com").toArray(String[]::new);
    userDataDir.withLocalStorage(128 << 10, origins);

    assertThat(Origins.of(userDataDir.path())).isEqualTo(found(origins));
  }

  private static void mkfifo(Path file) throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static OriginsFound found(String... origins) {
    var sorted = new TreeSet<WebOrigin>();
    for (String origin : origins) {
      sorted.add(new WebOrigin(origin));
    }
    return new OriginsFound(sorted, List.of());
  }
}
