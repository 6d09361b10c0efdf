package dev.valise.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The SQLite databases in a folder, and what SQLite itself says of them. */
final class SqliteFiles {
  private static final String MAGIC = "SQLite format 3\0";

  private SqliteFiles() {}

  static List<Path> in(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (var content = Files.newInputStream(file)) {
          String start =
              new String(content.readNBytes(MAGIC.length()), StandardCharsets.ISO_8859_1);
          if (start.equals(MAGIC)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  /** Those that fail {@code integrity_check}, after SQLite has rolled back what was under way. */
  static List<String> damaged(Path folder) throws IOException, SQLException {
    List<String> damaged = new ArrayList<>();
    for (Path file : in(folder)) {
      try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
          var statement = database.createStatement();
          ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        while (result.next()) {
          if (!result.getString(1).equals("ok")) {
            damaged.add(folder.relativize(file) + ": " + result.getString(1));
          }
        }
      }
    }
    return damaged;
  }
}
