package dev.valise.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JdbcEvents implements EventRecords {
  private static final TypeReference<Map<String, String>> DETAIL = new TypeReference<>() {};

  private final Database database;

  JdbcEvents(Database database) {
    this.database = database;
  }

  @Override
  public Event append(
      OrganisationId organisation,
      Instant at,
      String type,
      Optional<ProfileId> profile,
      Map<String, String> detail) {
    return database.write(handle ->
        handle
            .createQuery(
                """
                INSERT INTO event (organisation, at, type, profile, detail)
                VALUES (:organisation, :at, :type, :profile, :detail) RETURNING *
                """)
            .bind("organisation", organisation.value())
            .bind("at", at.toEpochMilli())
            .bind("type", type)
            .bind("profile", profile.map(ProfileId::value).orElse(null))
            .bind("detail", Json.write(detail))
            .map((row, context) -> event(row))
            .one());
  }

  @Override
  public List<Event> after(OrganisationId organisation, long id, int limit) {
    return database.read(handle ->
        handle
            .select(
                "SELECT * FROM event WHERE organisation = ? AND id > ? ORDER BY id LIMIT ?",
                organisation.value(),
                id,
                limit)
            .map((row, context) -> event(row))
            .list());
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        new OrganisationId(row.getString("organisation")),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("type"),
        Optional.ofNullable(row.getString("profile")).map(ProfileId::new),
        Json.read(row.getString("detail"), DETAIL));
  }
}
