package dev.valise.catalog;

import dev.valise.model.ProfileId;
import dev.valise.model.SessionId;
import dev.valise.model.WriterLease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbcLeases implements WriterLeases {
  private static final String NOBODYS = " WHERE writer_lease.session IS NULL";

  private final Database database;

  JdbcLeases(Database database) {
    this.database = database;
  }

  @Override
  public Optional<WriterLease> acquire(ProfileId profile, SessionId session, Instant now) {
    return give(profile, session, now, NOBODYS);
  }

  @Override
  public Optional<WriterLease> takeOver(ProfileId profile, SessionId session, Instant now) {
    return give(profile, session, now, "");
  }

  private Optional<WriterLease> give(
      ProfileId profile, SessionId session, Instant now, String condition) {
    return database.write(handle -> {
      handle.execute(
          """
          INSERT INTO writer_lease (profile, token, session, since)
          SELECT id, 1, ?, ? FROM profile WHERE id = ?
          ON CONFLICT (profile) DO UPDATE
          SET token = writer_lease.token + 1, session = excluded.session, since = excluded.since
          """
              + condition,
          session.value(),
          now.toEpochMilli(),
          profile.value());
      return handle
          .select("SELECT * FROM writer_lease WHERE profile = ?", profile.value())
          .map((row, context) -> lease(row))
          .findOne();
    });
  }

  @Override
  public Optional<WriterLease> heldBy(SessionId session) {
    return database.read(handle ->
        handle
            .select("SELECT * FROM writer_lease WHERE session = ?", session.value())
            .map((row, context) -> lease(row))
            .findOne());
  }

  @Override
  public void release(SessionId session) {
    database.write(handle -> release(handle, session));
  }

  /** The steps of {@link #release}, as a part of a transaction. */
  static int release(Handle handle, SessionId session) {
    return handle.execute(
        "UPDATE writer_lease SET session = NULL, since = NULL WHERE session = ?", session.value());
  }

  @Override
  public void releaseOrphans() {
    database.write(handle ->
        handle.execute(
            """
            UPDATE writer_lease SET session = NULL, since = NULL
            WHERE session NOT IN (SELECT id FROM browser_session WHERE active)
            """));
  }

  /** Whether a lease is still in force, as a part of a transaction. */
  static boolean holds(Handle handle, WriterLease lease) {
    return handle
        .select(
            """
            SELECT EXISTS (SELECT 1 FROM writer_lease
              WHERE profile = ? AND session = ? AND token = ?)
            """,
            lease.profile().value(),
            lease.session().value(),
            lease.token())
        .mapTo(Boolean.class)
        .one();
  }

  private static WriterLease lease(ResultSet row) throws SQLException {
    return new WriterLease(
        new ProfileId(row.getString("profile")),
        new SessionId(row.getString("session")),
        row.getLong("token"),
        Instant.ofEpochMilli(row.getLong("since")));
  }
}
