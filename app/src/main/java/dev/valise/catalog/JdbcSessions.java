package dev.valise.catalog;

import dev.valise.model.BrowserSession;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.SessionFilter;
import dev.valise.model.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

final class JdbcSessions implements SessionRecords {
  private static final String SELECT =
      """
      SELECT s.* FROM browser_session s
      LEFT JOIN profile p ON p.id = s.profile
      """;

  private final Database database;

  JdbcSessions(Database database) {
    this.database = database;
  }

  @Override
  public void insert(BrowserSession session) throws NameTakenException {
    database.writeNamed(
        session.name(),
        handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO browser_session (id, organisation, name, profile, loaded_version,
                    save_changes, settings, timeout_ms, state, active, created_at, process,
                    ended_at, end_reason, outcome, network)
                  VALUES (:id, :organisation, :name, :profile, :loaded_version,
                    :save_changes, :settings, :timeout_ms, :state, :active, :created_at, :process,
                    :ended_at, :end_reason, :outcome, :network)
                  """)
              .bindMap(SessionRow.of(session))
              .execute();
          insertTags(handle, session);
          if (session.load().isPresent()) {
            handle.execute(
                "UPDATE profile SET last_used_at = ? WHERE id = ?",
                session.createdAt().toEpochMilli(),
                session.load().get().profile().value());
          }
          return session;
        });
  }

  @Override
  public void update(BrowserSession session) throws NameTakenException {
    database.writeNamed(
        session.name(),
        handle -> {
          int updated =
              handle
                  .createUpdate(
                      """
                      UPDATE browser_session SET name = :name, profile = :profile,
                        loaded_version = :loaded_version, save_changes = :save_changes,
                        settings = :settings, timeout_ms = :timeout_ms, state = :state,
                        active = :active, process = :process, ended_at = :ended_at,
                        end_reason = :end_reason, outcome = :outcome, network = :network
                      WHERE id = :id
                      """)
                  .bindMap(SessionRow.of(session))
                  .execute();
          if (updated > 0) {
            handle.execute("DELETE FROM session_tag WHERE session = ?", session.id().value());
            insertTags(handle, session);
          }
          if (session.state().ended()) {
            JdbcLeases.release(handle, session.id());
          }
          return updated;
        });
  }

  @Override
  public void remove(SessionId id) {
    database.write(handle -> {
      JdbcLeases.release(handle, id);
      return handle.execute("DELETE FROM browser_session WHERE id = ?", id.value());
    });
  }

  @Override
  public Optional<BrowserSession> find(OrganisationId organisation, SessionId id) {
    return findBy(organisation, "s.id = :value", id.value());
  }

  @Override
  public Optional<BrowserSession> findByName(OrganisationId organisation, String name) {
    return findBy(organisation, "s.active AND s.name = :value", name);
  }

  private Optional<BrowserSession> findBy(
      OrganisationId organisation, String condition, String value) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " WHERE s.organisation = :organisation AND " + condition)
            .bind("organisation", organisation.value())
            .bind("value", value)
            .map((row, context) -> SessionRow.session(row, tags(handle, row.getString("id"))))
            .findOne());
  }

  @Override
  public Page<BrowserSession> list(
      OrganisationId organisation, SessionFilter filter, Page.Window window) {
    var sql = new StringBuilder(SELECT).append(" WHERE s.organisation = :organisation");
    sql.append(
        switch (filter.status()) {
          case ACTIVE -> " AND s.active";
          case DELETED -> " AND NOT s.active";
          case ALL -> "";
        });
    if (filter.query().isPresent()) {
      sql.append(
          """
           AND (LOWER(s.name) LIKE :query ESCAPE '!' OR s.id LIKE :query ESCAPE '!'
            OR LOWER(p.name) LIKE :query ESCAPE '!' OR s.profile LIKE :query ESCAPE '!')
          """);
    }
    List<Map.Entry<String, String>> tags = new ArrayList<>(filter.tags().entrySet());
    for (int i = 0; i < tags.size(); i++) {
      sql.append(" AND EXISTS (SELECT 1 FROM session_tag t WHERE t.session = s.id")
          .append(" AND t.name = :tag_name_" + i + " AND t.value = :tag_value_" + i + ")");
    }
    sql.append(" ORDER BY s.created_at DESC, s.id LIMIT :limit OFFSET :offset");
    return database.read(handle -> {
      Query query =
          handle
              .createQuery(sql.toString())
              .bind("organisation", organisation.value())
              .bind("limit", window.limit() + 1)
              .bind("offset", window.offset());
      filter.query().ifPresent(part -> query.bind("query", Database.containing(part)));
      for (int i = 0; i < tags.size(); i++) {
        query.bind("tag_name_" + i, tags.get(i).getKey());
        query.bind("tag_value_" + i, tags.get(i).getValue());
      }
      return Page.of(
          query
              .map((row, context) -> SessionRow.session(row, tags(handle, row.getString("id"))))
              .list(),
          window);
    });
  }

  @Override
  public List<SessionId> users(ProfileId profile) {
    return database.read(handle ->
        handle
            .select(
                """
                SELECT id FROM browser_session WHERE active AND profile = ? ORDER BY created_at, id
                """,
                profile.value())
            .map((row, context) -> new SessionId(row.getString("id")))
            .list());
  }

  @Override
  public List<BrowserSession> unfinished() {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " WHERE s.active ORDER BY s.created_at")
            .map((row, context) -> SessionRow.session(row, tags(handle, row.getString("id"))))
            .list());
  }

  private static void insertTags(Handle handle, BrowserSession session) {
    session
        .tags()
        .forEach((name, value) ->
            handle.execute(
                "INSERT INTO session_tag (session, name, value) VALUES (?, ?, ?)",
                session.id().value(),
                name,
                value));
  }

  private static Map<String, String> tags(Handle handle, String session) {
    return handle
        .select("SELECT name, value FROM session_tag WHERE session = ?", session)
        .reduceRows(
            new HashMap<>(),
            (tags, row) -> {
              tags.put(row.getColumn("name", String.class), row.getColumn("value", String.class));
              return tags;
            });
  }
}
