package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deleted keyset, and one that was replaced, must not be found in the files of the database. */
class SqliteKeysetRemainsTest {
  private static final Map<String, byte[]> NOTHING = Map.of();

  private final Seed seed = Seed.fresh("SqliteKeysetRemainsTest");
  private final Path folder;
  private final Path file;

  SqliteKeysetRemainsTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("catalog.db");
  }

  @Test
  void aDeletedKeysetIsInNoFile() throws IOException {
    byte[] secret = seed.bytes(300);
    try (Catalog catalog = JdbcCatalog.sqlite(file);
        Catalog server = JdbcCatalog.sqlite(file)) {
      catalog.keysets().replace(NOTHING, Map.of("secret", secret));
      catalog.keysets().replace(NOTHING, Map.of("other", new byte[300]));
      assertThat(server.keysets().find("secret").orElseThrow()).isEqualTo(secret);
      assertThat(filesWith(secret)).as("the search finds what is there").isNotEmpty();

      catalog.keysets().delete("secret", CatalogFixture.NOW);
      assertThat(filesWith(secret)).isEmpty();
      assertThat(server.keysets().find("secret")).isEmpty();
      assertThat(server.keysets().find("other").orElseThrow()).hasSize(300);
    }
    assertThat(filesWith(secret)).isEmpty();
  }

  @Test
  void whatWasReplacedIsInNoFileAfterAPurge() throws IOException {
    byte[] all = seed.bytes(40 * 300);
    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      KeysetRecords keysets = catalog.keysets();
      for (int i = 0; i < 40; i++) {
        keysets.replace(NOTHING, Map.of("keyset-" + i, part(all, i)));
      }
      for (int i = 0; i < 40; i++) {
        keysets.replace(
            Map.of("keyset-" + i, part(all, i)), Map.of("keyset-" + i, new byte[310 + i]));
      }
      keysets.purge();
      for (int i = 0; i < 40; i++) {
        assertThat(filesWith(part(all, i))).as("keyset %s of %s", i, seed).isEmpty();
      }
    }
  }

  @Test
  void remainsFromBeforeDeletionWasSecureAreGoneToo() throws Exception {
    byte[] secret = seed.bytes(300);
    JdbcCatalog.sqlite(file).close();
    execute(
        "PRAGMA secure_delete = OFF",
        "INSERT INTO keyset (name, wrapped) VALUES ('a', x'%s')"
            .formatted(HexFormat.of().formatHex(secret)),
        "DELETE FROM keyset WHERE name = 'a'");
    assertThat(filesWith(secret)).as("SQLite leaves what is deleted").isNotEmpty();

    try (Catalog catalog = JdbcCatalog.sqlite(file)) {
      catalog.keysets().delete("a", CatalogFixture.NOW);
      assertThat(filesWith(secret)).isEmpty();
    }
  }

  @Test
  void whatCannotBePurgedIsSaidAndDoneByTheNextCall() throws Exception {
    byte[] secret = seed.bytes(300);
    JdbcCatalog.sqlite(file).close();
    KeysetRecords impatient =
        new JdbcKeysets(new Database(Jdbi.create("jdbc:sqlite:" + file + "?busy_timeout=0")));
    impatient.replace(NOTHING, Map.of("secret", secret));
    try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      reader.setAutoCommit(false);
      try (Statement statement = reader.createStatement()) {
        statement.executeQuery("SELECT COUNT(*) FROM keyset").next();
        assertThatThrownBy(() -> impatient.delete("secret", CatalogFixture.NOW))
            .isInstanceOf(CatalogException.class)
            .hasMessageContaining("what was deleted");
      }
    }
    assertThat(impatient.find("secret")).isEmpty();

    impatient.delete("secret", CatalogFixture.NOW.plusSeconds(9));
    assertThat(filesWith(secret)).isEmpty();
    assertThat(impatient.deletedAt("secret")).contains(CatalogFixture.NOW);
  }

  private static byte[] part(byte[] all, int number) {
    return Arrays.copyOfRange(all, number * 300, (number + 1) * 300);
  }

  /** Files of the database that hold a run of 16 bytes of the secret, wherever it was cut. */
  private List<Path> filesWith(byte[] secret) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(one -> holds(one, secret)).toList();
    }
  }

  private static boolean holds(Path file, byte[] secret) {
    try {
      String content = HexFormat.of().formatHex(Files.readAllBytes(file));
      for (int at = 0; at + 16 <= secret.length; at += 16) {
        if (content.contains(HexFormat.of().formatHex(secret, at, at + 16))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
