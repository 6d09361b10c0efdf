package dev.valise.catalog;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.NetworkReport;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionId;
import dev.valise.model.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a session lies in its table: to a row and back. */
final class SessionRow {
  private SessionRow() {}

  static Map<String, @Nullable Object> of(BrowserSession session) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", session.id().value());
    row.put("organisation", session.organisation().value());
    row.put("name", session.name().orElse(null));
    row.put("profile", session.load().map(load -> load.profile().value()).orElse(null));
    row.put("loaded_version", session.load().flatMap(BrowserSession.Load::version).orElse(null));
    row.put("save_changes", session.writes());
    row.put("settings", Json.write(session.settings()));
    row.put("timeout_ms", session.timeout().toMillis());
    row.put("state", session.state().name());
    row.put("active", !session.state().ended());
    row.put("created_at", session.createdAt().toEpochMilli());
    row.put("process", session.process().orElse(null));
    row.put("ended_at", session.ending().map(end -> end.at().toEpochMilli()).orElse(null));
    row.put("end_reason", session.ending().map(BrowserSession.Ending::reason).orElse(null));
    row.put(
        "outcome",
        session.ending().flatMap(BrowserSession.Ending::outcome).map(Json::write).orElse(null));
    row.put(
        "network",
        session.ending().flatMap(BrowserSession.Ending::network).map(Json::write).orElse(null));
    return row;
  }

  static BrowserSession session(ResultSet row, Map<String, String> tags) throws SQLException {
    return new BrowserSession(
        new SessionId(row.getString("id")),
        new OrganisationId(row.getString("organisation")),
        Optional.ofNullable(row.getString("name")),
        tags,
        load(row),
        Json.read(row.getString("settings"), BrowserSettings.class),
        Duration.ofMillis(row.getLong("timeout_ms")),
        SessionState.valueOf(row.getString("state")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Optional.ofNullable(row.getString("process")),
        ending(row));
  }

  private static Optional<BrowserSession.Load> load(ResultSet row) throws SQLException {
    @Nullable String profile = row.getString("profile");
    if (profile == null) {
      return Optional.empty();
    }
    Optional<Integer> version =
        row.getObject("loaded_version") == null
            ? Optional.empty()
            : Optional.of(row.getInt("loaded_version"));
    return Optional.of(
        new BrowserSession.Load(new ProfileId(profile), version, row.getBoolean("save_changes")));
  }

  private static Optional<BrowserSession.Ending> ending(ResultSet row) throws SQLException {
    @Nullable String reason = row.getString("end_reason");
    if (reason == null) {
      return Optional.empty();
    }
    return Optional.of(
        new BrowserSession.Ending(
            Instant.ofEpochMilli(row.getLong("ended_at")),
            reason,
            Optional.ofNullable(row.getString("outcome"))
                .map(json -> Json.read(json, SaveOutcome.class)),
            Optional.ofNullable(row.getString("network"))
                .map(json -> Json.read(json, NetworkReport.class))));
  }
}
