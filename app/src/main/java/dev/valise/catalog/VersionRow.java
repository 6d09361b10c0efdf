package dev.valise.catalog;

import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a version lies in its table: to a row and back. */
final class VersionRow {
  private static final String SAVED = "SAVED";
  private static final String RECOVERED = "RECOVERED";
  private static final String ROLLED_BACK = "ROLLED_BACK";
  private static final String FORKED = "FORKED";
  private static final String REPAIRED = "REPAIRED";

  private VersionRow() {}

  static Map<String, @Nullable Object> of(Version version) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("profile", version.profile().value());
    row.put("number", version.number());
    row.put("created_at", version.createdAt().toEpochMilli());
    row.put("session", null);
    row.put("from_profile", null);
    row.put("from_number", null);
    row.putAll(source(version.source()));
    row.put("browser_version", version.browserVersion());
    row.put("manifest", version.manifest());
    row.put("figures", Json.write(version.figures()));
    row.put("warnings", Json.write(version.warnings()));
    row.put("withheld", version.withheld().orElse(null));
    return row;
  }

  private static Map<String, Object> source(VersionSource source) {
    return switch (source) {
      case VersionSource.Saved(SessionId session) ->
          Map.of("kind", SAVED, "session", session.value());
      case VersionSource.Recovered(SessionId session) ->
          Map.of("kind", RECOVERED, "session", session.value());
      case VersionSource.RolledBack(int to) -> Map.of("kind", ROLLED_BACK, "from_number", to);
      case VersionSource.Forked(ProfileId from, int number) ->
          Map.of("kind", FORKED, "from_profile", from.value(), "from_number", number);
      case VersionSource.Repaired(int from) -> Map.of("kind", REPAIRED, "from_number", from);
    };
  }

  /**
   * Reads the version in a row.
   *
   * @param createdAt the name of the column with its time
   */
  static Version version(ResultSet row, String createdAt) throws SQLException {
    return new Version(
        new ProfileId(row.getString("profile")),
        row.getInt("number"),
        Instant.ofEpochMilli(row.getLong(createdAt)),
        source(row),
        row.getString("browser_version"),
        row.getString("manifest"),
        Json.read(row.getString("figures"), SaveFigures.class),
        List.of(Json.read(row.getString("warnings"), String[].class)),
        Optional.ofNullable(row.getString("withheld")));
  }

  private static VersionSource source(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    int number = row.getInt("from_number");
    return switch (kind) {
      case SAVED -> new VersionSource.Saved(new SessionId(row.getString("session")));
      case RECOVERED -> new VersionSource.Recovered(new SessionId(row.getString("session")));
      case ROLLED_BACK -> new VersionSource.RolledBack(number);
      case FORKED -> new VersionSource.Forked(new ProfileId(row.getString("from_profile")), number);
      case REPAIRED -> new VersionSource.Repaired(number);
      default -> throw new CatalogException("no version comes to be by '" + kind + "'");
    };
  }
}
