package dev.valise.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a cookie database as Chromium 156 does, as far as its cookies are told apart. */
public record CookieDatabase(Path userDataDir) {

  public Path file() {
    return userDataDir.resolve("Default/Cookies");
  }

  public CookieDatabase with(String name, String domain, String path, String partition)
      throws IOException, SQLException {
    Files.createDirectories(file().getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS cookies(creation_utc INTEGER NOT NULL,host_key TEXT NOT NULL,"
              + "top_frame_site_key TEXT NOT NULL,name TEXT NOT NULL,value TEXT NOT NULL,"
              + "path TEXT NOT NULL)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO cookies VALUES (0, ?, ?, ?, '', ?)")) {
        insert.setString(1, domain);
        insert.setString(2, partition);
        insert.setString(3, name);
        insert.setString(4, path);
        insert.executeUpdate();
      }
    }
    return this;
  }
}
