package dev.valise.upkeep.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.blob.DirectoryBlobStore;
import dev.valise.crypto.RootKey;
import dev.valise.disk.PrivateFiles;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * A whole data folder as a text that can be kept with the tests, one line each:
 *
 * <pre>
 * root-key BASE64     the file root-key
 * sql STATEMENT       makes the catalog, with the schema of the release that wrote it
 * blob KEY BASE64
 * # WORDS             for people
 * </pre>
 *
 * {@link #main} prints one: of a small data folder that no process uses, or of a {@link SmallStore}
 * that is made for it. CONTRIBUTING.md says when and how.
 */
public final class StoreText {
  private StoreText() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      ofSmallStore().forEach(System.out::println);
    } else {
      Path data = Path.of(arguments[0]);
      try (var blobs = DirectoryBlobStore.open(data.resolve("blobs"))) {
        byte[] rootKey = Files.readAllBytes(data.resolve("root-key"));
        dump(rootKey, data.resolve("catalog.db"), blobs).forEach(System.out::println);
      }
    }
  }

  private static List<String> ofSmallStore() throws Exception {
    Path folder = Files.createTempDirectory("valise-store-text");
    RootKey root = RootKey.generate();
    try (var store = new StoreFixture(folder, root)) {
      new SmallStore(store, folder, new Seed(1));
      return dump(root.reveal().getBytes(UTF_8), folder.resolve("catalog.db"), store.blobs);
    } finally {
      PrivateFiles.deleteTree(folder);
    }
  }

  private static List<String> dump(byte[] rootKey, Path database, BlobStore blobs)
      throws IOException, SQLException {
    List<String> lines = new ArrayList<>();
    lines.add("root-key " + base64(rootKey));
    try (var catalog = open(database)) {
      for (String table : definitions(catalog, lines)) {
        rows(catalog, table, lines);
      }
    }
    SortedSet<String> keys = new TreeSet<>();
    for (String kind : List.of("manifests", "packs")) {
      blobs.list(kind, blob -> keys.add(blob.key().value()));
    }
    for (String key : keys) {
      try (InputStream in = blobs.read(new BlobKey(key))) {
        lines.add("blob " + key + " " + base64(in.readAllBytes()));
      }
    }
    return lines;
  }

  private static List<String> definitions(Connection catalog, List<String> lines)
      throws SQLException {
    List<String> tables = new ArrayList<>();
    try (var statement = catalog.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT type, name, sql FROM sqlite_master"
                    + " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid")) {
      while (found.next()) {
        String definition = found.getString("sql").replaceAll("--[^\n]*", "");
        lines.add("sql " + definition.replaceAll("\\s+", " "));
        if (found.getString("type").equals("table")) {
          tables.add(found.getString("name"));
        }
      }
    }
    return tables;
  }

  private static void rows(Connection catalog, String table, List<String> lines)
      throws SQLException {
    var columns = new StringJoiner(", ");
    try (var statement = catalog.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (found.next()) {
        columns.add("quote(\"" + found.getString("name") + "\")");
      }
    }
    try (var statement = catalog.createStatement();
        ResultSet found = statement.executeQuery("SELECT " + columns + " FROM " + table)) {
      while (found.next()) {
        var values = new StringJoiner(", ");
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          values.add(found.getString(i));
        }
        lines.add("sql INSERT INTO " + table + " VALUES (" + values + ")");
      }
    }
  }

  /**
   * Makes a store of the lines.
   *
   * @param catalog a file that does not exist
   */
  public static RootKey load(List<String> lines, Path catalog, MemoryBlobStore blobs)
      throws IOException, SQLException {
    String rootKey = "";
    try (var connection = open(catalog);
        var statement = connection.createStatement()) {
      for (String line : lines) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
          case "root-key" -> rootKey = new String(Base64.getDecoder().decode(words[1]), UTF_8);
          case "sql" -> statement.executeUpdate(line.substring("sql ".length()));
          case "blob" -> store(blobs, new BlobKey(words[1]), words[2]);
          case "#" -> {}
          default -> throw new IOException("no line of a store: " + line);
        }
      }
    }
    return RootKey.parse(rootKey);
  }

  private static void store(MemoryBlobStore blobs, BlobKey key, String base64) throws IOException {
    try (BlobUpload upload = blobs.upload(key)) {
      upload.write(Base64.getDecoder().decode(base64));
      upload.commit();
    }
  }

  private static Connection open(Path catalog) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + catalog);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
