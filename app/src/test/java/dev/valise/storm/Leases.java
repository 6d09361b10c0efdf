package dev.valise.storm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** Who has which writer lease by the catalog, which the API tells nobody. */
final class Leases {
  private final String catalog;

  /**
   * @param data of the server
   */
  Leases(Path data) {
    catalog = "jdbc:sqlite:" + data.resolve("catalog.db");
  }

  /** Ids of sessions by ids of profiles. */
  Map<String, String> held() throws SQLException {
    Map<String, String> held = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(catalog);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT profile, session FROM writer_lease WHERE session IS NOT NULL")) {
      while (rows.next()) {
        held.put(rows.getString(1), rows.getString(2));
      }
    }
    return held;
  }
}
