package dev.valise.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.KeyRotation;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.crypto.WrappedKeysets;
import dev.valise.format.reader.Keys;
import dev.valise.format.reader.StoreReader;
import dev.valise.model.OrganisationId;
import dev.valise.snapshot.Base;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SaveRequest;
import dev.valise.snapshot.SavedSnapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MemoryRootKey;
import dev.valise.testing.Seed;
import dev.valise.upkeep.verify.StoreText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader that was written from docs/format.md reads what the engine writes, and wrote. */
class StoreReaderTest {
  private static final OrganisationId OWNER = Ids.fresh().organisation();

  private final Seed seed = Seed.fresh("StoreReaderTest");
  private final Random random = seed.random();
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final SnapshotStore store = new SnapshotStore(blobs, Ids.fresh());

  private byte[] stored(String key) throws IOException {
    try (InputStream in = blobs.read(new BlobKey(key))) {
      return in.readAllBytes();
    }
  }

  private StoreReader reader(RootKey root, WrappedKeysets keysets, OrganisationId owner)
      throws GeneralSecurityException {
    String name = "organisation-" + owner;
    Keys keys = Keys.root(root.reveal()).unwrap(name, keysets.find(name).orElseThrow());
    return new StoreReader(this::stored, keys, owner.value());
  }

  @Test
  void readsWhatTheEngineWrites(@TempDir Path folder) throws Exception {
    var root = new MemoryRootKey();
    var keysets = new MemoryKeysets();
    var keyring = new Keyring(root, keysets);
    write(folder, "Default/Cookies", 3_000_000);
    write(folder, "Default/Session Storage/000003.log", 5_000);
    write(folder, "Default/leer", 0);
    write(folder, "Default/gr\u00fc\u00dfe \ud83e\uddf3", 4_096);
    write(folder, "gone", 70_000);
    Files.writeString(folder.resolve("Default/History"), "SQLite format 3\0" + "h".repeat(300_000));

    Map<String, StoreReader.Content> expected = new TreeMap<>();
    Optional<Base> base = Optional.empty();
    for (int round = 1; round <= 6; round++) {
      var vault = new Vault(keyring.sealingKey(OWNER), OWNER.value());
      var cookies = Map.of("cookies", "[{\"round\":" + round + "}]");
      SaveRequest request = SaveRequest.of(folder, Preset.everything(), cookies, vault);
      SavedSnapshot saved = store.save(base.isEmpty() ? request : request.on(base.get()));
      expected.put(saved.manifest().value(), content(folder, cookies));
      base = Optional.of(new Base(saved.snapshot(), Optional.of(saved.record())));
      change(folder, round);
      if (round == 3) {
        assertThat(new KeyRotation(root, keysets).rotateOrganisations()).isEqualTo(1);
      }
    }

    assertThat(expected).hasSize(6);
    StoreReader reader = reader(root.read(), keysets, OWNER);
    for (var version : expected.entrySet()) {
      assertThat(reader.read(version.getKey())).isEqualTo(version.getValue());
    }
  }

  private void write(Path folder, String path, int length) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Files.write(file, bytes);
  }

  private void change(Path folder, int round) throws IOException {
    Path history = folder.resolve("Default/History");
    byte[] pages = Files.readAllBytes(history);
    pages[4096 * (1 + random.nextInt(60))]++;
    Files.write(history, pages);
    write(folder, "Default/new " + round, 1 + random.nextInt(200_000));
    Files.deleteIfExists(folder.resolve("gone"));
    Files.createDirectories(folder.resolve("empty " + round));
    Files.setPosixFilePermissions(
        folder.resolve("Default/leer"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setLastModifiedTime(
        folder.resolve("Default/Cookies"), FileTime.from(Instant.EPOCH.minusNanos(round)));
  }

  private static StoreReader.Content content(Path folder, Map<String, String> attachments)
      throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    SortedMap<String, Integer> folders = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder).skip(1)) {
      for (Path one : (Iterable<Path>) all::iterator) {
        String path = folder.relativize(one).toString();
        int mode = (int) Files.getAttribute(one, "unix:mode") & 0777;
        if (Files.isDirectory(one)) {
          folders.put(path, mode);
        } else {
          long changed = Files.getLastModifiedTime(one).to(TimeUnit.NANOSECONDS);
          files.put(path, StoreReader.describe(mode, changed, Files.readAllBytes(one)));
        }
      }
    }
    return new StoreReader.Content(files, folders, new TreeMap<>(attachments));
  }

  @Test
  void readsWhatTheFirstReleaseWrote(@TempDir Path folder) throws Exception {
    Path catalog = folder.resolve("catalog.db");
    RootKey root =
        StoreText.load(
            Files.readAllLines(Path.of("src/test/resources/stores/first.store")), catalog, blobs);
    List<String> cookies = new ArrayList<>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT o.id, k.wrapped, v.manifest FROM organisation o
                JOIN keyset k ON k.name = 'organisation-' || o.id
                JOIN profile p ON p.organisation = o.id JOIN version v ON v.profile = p.id
                WHERE p.name = 'mail' ORDER BY v.number
                """)) {
      while (rows.next()) {
        Keys keys =
            Keys.root(root.reveal())
                .unwrap("organisation-" + rows.getString("id"), rows.getBytes("wrapped"));
        StoreReader.Content content =
            new StoreReader(this::stored, keys, rows.getString("id"))
                .read(rows.getString("manifest"));
        assertThat(content.attachments()).isEqualTo(Map.of("cookies", "[{\"name\":\"sid\"}]"));
        assertThat(content.folders())
            .isEqualTo(
                Map.of(
                    "Default", 0700,
                    "Default/Local Storage", 0700,
                    "Default/Local Storage/leveldb", 0700));
        cookies.add(String.valueOf(content.files().get("Default/Cookies")));
      }
    }
    long changed = Instant.parse("2026-11-20T09:08:07.654Z").toEpochMilli() * 1_000_000;
    assertThat(cookies)
        .containsExactly(
            StoreReader.describe(0600, changed, "cookies of version 1\n".getBytes(UTF_8)),
            StoreReader.describe(0600, changed, "cookies of version 2\n".getBytes(UTF_8)),
            StoreReader.describe(0600, changed, "cookies of version 3\n".getBytes(UTF_8)));
  }
}
