package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContract {
  private final Path shared;

  SqliteCatalogTest(@TempDir Path folder) {
    this.shared = folder.resolve("catalog.db");
  }

  @Override
  Catalog open() {
    return JdbcCatalog.sqlite(shared);
  }

  @Test
  void everyConnectionOfThePoolIsDurableAndChecksReferences(@TempDir Path folder)
      throws SQLException {
    try (var pool = JdbcCatalog.sqlitePool(folder.resolve("catalog.db"))) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
        connections.add(pool.getConnection());
      }
      for (Connection connection : connections) {
        assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
        assertThat(pragma(connection, "synchronous")).as("2 is FULL").isEqualTo("2");
        assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
        assertThat(pragma(connection, "busy_timeout")).isEqualTo("10000");
        assertThat(pragma(connection, "secure_delete")).isEqualTo("1");
        connection.close();
      }
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getString(1);
    }
  }

  @Test
  void aCatalogOfANewerReleaseIsRefused(@TempDir Path folder) throws SQLException {
    Path file = folder.resolve("catalog.db");
    JdbcCatalog.sqlite(file).close();
    execute(
        file,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (1000, '1000', 'of the future', 'SQL', 'V1000__of_the_future.sql', 1, '', 1, 1)");
    assertThatThrownBy(() -> JdbcCatalog.sqlite(file))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("made by a newer Valise")
        .hasMessageContaining("version 1000")
        .hasMessageEndingWith("use a newer one");
  }

  @Test
  void whatIsNoCatalogIsRefusedAndLeftAlone(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("catalog.db");
    Files.writeString(
        file, "This is somebody's letter, and by no means an SQLite database. ".repeat(20));
    String before = Files.readString(file);
    assertThatThrownBy(() -> JdbcCatalog.sqlite(file))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent(before);
  }

  @Test
  void aCatalogThatCannotBeOpenedIsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("catalog.db");
    Files.createDirectory(file);
    assertThatThrownBy(() -> JdbcCatalog.sqlite(file))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(file.toString());
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
