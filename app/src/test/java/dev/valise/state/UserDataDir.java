package dev.valise.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.impl.Iq80DBFactory;

/** Puts together what Chromium 156 leaves in a user-data-dir, as far as it names origins. */
record UserDataDir(Path path) {

  Path profile() {
    return path.resolve("Default");
  }

  Path localStorage() {
    return profile().resolve("Local Storage/leveldb");
  }

  Path quotaDatabase() {
    return profile().resolve("WebStorage/QuotaManager");
  }

  /**
   * A map per storage key, in a LevelDB with tables and a log.
   *
   * @param bytes of the values of each, in pieces of 4 KiB
   */
  UserDataDir withLocalStorage(int bytes, String... storageKeys) throws IOException {
    Files.createDirectories(localStorage());
    var options = new Options().writeBufferSize(64 << 10).compressionType(CompressionType.SNAPPY);
    try (DB database = Iq80DBFactory.factory.open(localStorage().toFile(), options)) {
      database.put("VERSION".getBytes(UTF_8), "1".getBytes(UTF_8));
      for (String key : storageKeys) {
        database.put(("METAACCESS:" + key).getBytes(UTF_8), new byte[9]);
        database.put(("META:" + key).getBytes(UTF_8), new byte[11]);
        for (int at = 0; at < Math.max(bytes, 1); at += 4096) {
          database.put(("_" + key + "\0\1item" + at).getBytes(UTF_8), new byte[4096]);
        }
      }
    }
    return this;
  }

  /** What stays of maps that a page has emptied. */
  UserDataDir withEmptiedLocalStorage(String storageKey) throws IOException {
    try (DB database = Iq80DBFactory.factory.open(localStorage().toFile(), new Options())) {
      database.put(("_" + storageKey + "\0\1item").getBytes(UTF_8), new byte[10]);
      database.delete(("_" + storageKey + "\0\1item").getBytes(UTF_8));
    }
    return this;
  }

  UserDataDir withIndexedDb(String... identifiers) throws IOException {
    for (String identifier : identifiers) {
      Files.createDirectories(profile().resolve("IndexedDB/" + identifier + ".indexeddb.leveldb"));
    }
    return this;
  }

  UserDataDir withBuckets(String... storageKeys) throws IOException, SQLException {
    Files.createDirectories(profile().resolve("WebStorage"));
    try (Connection connection = connect(quotaDatabase());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE buckets(id INTEGER PRIMARY KEY AUTOINCREMENT, storage_key TEXT NOT NULL,"
              + " host TEXT NOT NULL, name TEXT NOT NULL, use_count INTEGER NOT NULL,"
              + " last_accessed INTEGER NOT NULL, last_modified INTEGER NOT NULL,"
              + " expiration INTEGER NOT NULL, quota INTEGER NOT NULL,"
              + " persistent INTEGER NOT NULL, durability INTEGER NOT NULL) STRICT");
      statement.execute("CREATE UNIQUE INDEX buckets_by_storage_key ON buckets(storage_key, name)");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO buckets VALUES (NULL, ?, '', '_default', 1, 1, 1, 0, 0, 0, 0)")) {
        for (String key : storageKeys) {
          insert.setString(1, key);
          insert.execute();
        }
      }
    }
    return this;
  }

  /** Maps as with the feature DomStorageSqlite. */
  UserDataDir withLocalStorageInSqlite(String storageKey, String emptyStorageKey)
      throws IOException, SQLException {
    Files.createDirectories(profile());
    try (Connection connection = connect(profile().resolve("LocalStorage"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(
          "CREATE TABLE maps(row_id INTEGER PRIMARY KEY AUTOINCREMENT,storage_key BLOB NOT NULL,"
              + "last_accessed INTEGER,last_modified INTEGER,total_size INTEGER)");
      statement.execute("CREATE UNIQUE INDEX maps_by_storage_key ON maps(storage_key)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO maps VALUES (NULL, ?, 1, 1, ?)")) {
        insert.setBytes(1, storageKey.getBytes(UTF_8));
        insert.setObject(2, 4);
        insert.execute();
        insert.setBytes(1, emptyStorageKey.getBytes(UTF_8));
        insert.setObject(2, null);
        insert.execute();
      }
    }
    return this;
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }
}
