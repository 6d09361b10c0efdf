package dev.valise.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.disk.ForeignFolder;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SqliteFileTest {
  private static final String KEYS = "CREATE TABLE keys(id INTEGER PRIMARY KEY, key TEXT NOT NULL)";

  @TempDir private Path root;
  private Path path;

  @BeforeEach
  void makeFolder() throws IOException {
    // What means something in a URI.
    path = Files.createDirectory(root.resolve("a folder?x=1#y%20"));
  }

  @Test
  void readsRowsAndWritesNothing() throws Exception {
    write(KEYS, "INSERT INTO keys(key) VALUES ('a'), ('b'), ('')");
    Map<String, String> before = FolderContent.of(path);

    assertThat(keys()).containsExactly("a", "b", "");
    assertThat(FolderContent.of(path)).isEqualTo(before);
  }

  @Test
  void readsADatabaseInWriteAheadMode() throws Exception {
    write("PRAGMA journal_mode = WAL", KEYS, "INSERT INTO keys(key) VALUES (X'61')");
    Map<String, String> before = FolderContent.of(path);
    assertThat(before).as("closed in order").containsOnlyKeys("db");

    assertThat(keys()).containsExactly("a");
    assertThat(warnings()).isEmpty();
    assertThat(FolderContent.of(path)).isEqualTo(before);
  }

  @Test
  void theConditionChoosesRows() throws Exception {
    write(KEYS, "INSERT INTO keys(key) VALUES ('a'), ('b')");
    var keys = new ArrayList<String>();

    file().readTexts("keys", "key", "id > 1", keys::add);

    assertThat(keys).containsExactly("b");
  }

  @Test
  void aFileWithoutBytesHasNoRows() throws Exception {
    Files.createFile(path.resolve("db"));

    assertThat(keys()).isEmpty();
    assertThat(SqliteFile.in(ForeignFolder.at(path), "none")).isEmpty();
  }

  @Test
  void aJournalThatMustBeRolledBackIsWarnedOf() throws Exception {
    write(KEYS);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("PRAGMA cache_spill = 1");
      statement.execute("PRAGMA cache_size = 1");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
              + " INSERT INTO keys(key) SELECT 'key ' || i FROM n");
      assertThat(path.resolve("db-journal")).isNotEmptyFile();

      assertThat(warnings())
          .containsExactly(
              "db was being written when the browser ended: its last changes are not counted");
      connection.rollback();
    }
    Files.write(path.resolve("db-journal"), new byte[4096]);
    assertThat(warnings()).as("a journal that was only begun").isEmpty();
  }

  @Test
  void aWriteAheadLogIsWarnedOf() throws Exception {
    write(KEYS);
    Files.write(path.resolve("db-wal"), new byte[32]);

    assertThat(warnings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE VIEW keys AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)"
            + " SELECT i AS key FROM n WHERE i > 1",
        "CREATE TABLE keys(id INTEGER, key TEXT GENERATED ALWAYS AS (hex(zeroblob(1000000))))",
        "CREATE TABLE keys(id INTEGER, key TEXT AS (1))",
        "CREATE VIRTUAL TABLE keys USING fts5(key)",
        "CREATE TABLE others(key)"
      })
  void whatIsNoPlainTableIsRefused(String schema) throws Exception {
    write(schema);

    assertThatThrownBy(this::keys)
        .isInstanceOf(IOException.class)
        .hasMessage("db has no table keys");
  }

  @Test
  void aRowThatIsTooLongIsRefused() throws Exception {
    write(KEYS, "INSERT INTO keys(key) VALUES ('a'), (printf('%.*c', 100000, 'x'))");

    assertThatThrownBy(this::keys).hasMessage("db: SQLITE_TOOBIG");
  }

  @Test
  void tooManyRowsAreRefused() throws Exception {
    write(
        KEYS,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40001)"
            + " INSERT INTO keys(key) SELECT 'k' FROM n");

    assertThatThrownBy(this::keys).hasMessage("db has more than 40000 rows");
  }

  @Test
  void aStatementHasAnEnd() throws Exception {
    write(
        KEYS,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000)"
            + " INSERT INTO keys(key) SELECT '' FROM n");

    assertThatThrownBy(() -> file().readTexts("keys", "key", "id < 0 OR key > 'a'", _ -> {}))
        .hasMessage("db: SQLITE_INTERRUPT");
  }

  @Test
  void damageIsAnIoException() throws Exception {
    write(
        KEYS,
        "CREATE UNIQUE INDEX by_key ON keys(key)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
            + " INSERT INTO keys(key) SELECT 'https://a' || i || '.com/' FROM n");
    Random random = Seed.fresh("SqliteFileTest").random();
    byte[] whole = Files.readAllBytes(path.resolve("db"));
    int refused = 0;
    for (int round = 0; round < 1500; round++) {
      byte[] damaged = whole.clone();
      // The first page, with header and schema, is where damage does most.
      int within = random.nextBoolean() ? 4096 : damaged.length;
      for (int flips = random.nextInt(8); flips >= 0; flips--) {
        damaged[random.nextInt(within)] = (byte) random.nextInt();
      }
      Files.write(path.resolve("db"), damaged);
      try {
        keys();
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("db");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private SqliteFile file() throws IOException {
    return SqliteFile.in(ForeignFolder.at(path), "db").orElseThrow();
  }

  private List<String> keys() throws IOException {
    var keys = new ArrayList<String>();
    file().readTexts("keys", "key", "true", keys::add);
    return keys;
  }

  private List<String> warnings() throws IOException {
    var warnings = new ArrayList<String>();
    file().warnOfUnfinishedWrites(warnings::add);
    return warnings;
  }

  private void write(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:file:" + path.resolve("db").toUri().getRawPath());
  }
}
