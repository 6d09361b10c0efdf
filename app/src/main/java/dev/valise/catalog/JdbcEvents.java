package dev.valise.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbcEvents implements EventRecords {
  private static final TypeReference<Map<String, String>> DETAIL = new TypeReference<>() {};

  private static final String UNLESS_PENDING =
      """
       AND NOT EXISTS (
        SELECT 1 FROM webhook_delivery d WHERE d.event = event.id AND d.state = 'PENDING')
      """;

  private final Database database;

  JdbcEvents(Database database) {
    this.database = database;
  }

  @Override
  public List<Event> append(List<Draft> drafts) {
    return database.write(handle -> {
      List<Event> events = new ArrayList<>();
      for (Draft draft : drafts) {
        Event event = insert(handle, draft);
        JdbcWebhooks.enqueue(handle, event);
        events.add(event);
      }
      return events;
    });
  }

  private static Event insert(Handle handle, Draft draft) {
    return handle
        .createQuery(
            """
            INSERT INTO event (organisation, at, type, profile, detail)
            VALUES (:organisation, :at, :type, :profile, :detail) RETURNING *
            """)
        .bind("organisation", draft.organisation().value())
        .bind("at", draft.at().toEpochMilli())
        .bind("type", draft.type())
        .bind("profile", draft.profile().map(ProfileId::value).orElse(null))
        .bind("detail", Json.write(draft.detail()))
        .map((row, context) -> event(row))
        .one();
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

  @Override
  public int prune(Instant before, int newest) {
    return database.write(handle -> {
      int pruned =
          handle.execute("DELETE FROM event WHERE at < ?" + UNLESS_PENDING, before.toEpochMilli());
      // One by one: SQLite would run a correlated subquery for every event.
      for (String organisation :
          handle.select("SELECT id FROM organisation").mapTo(String.class).list()) {
        pruned +=
            handle.execute(
                """
                DELETE FROM event WHERE organisation = ? AND id <= (
                  SELECT id FROM event WHERE organisation = ? ORDER BY id DESC LIMIT 1 OFFSET ?)
                """
                    + UNLESS_PENDING,
                organisation,
                organisation,
                newest);
      }
      return pruned;
    });
  }

  static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        new OrganisationId(row.getString("organisation")),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("type"),
        Optional.ofNullable(row.getString("profile")).map(ProfileId::new),
        Json.read(row.getString("detail"), DETAIL));
  }
}
