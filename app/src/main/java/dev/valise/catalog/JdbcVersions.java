package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbcVersions implements VersionRecords {
  private final Database database;

  JdbcVersions(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Version> append(OrganisationId organisation, Draft draft) {
    return database.write(handle -> {
      int moved =
          handle.execute(
              "UPDATE profile SET updated_at = ?, head = 1 +"
                  + " COALESCE((SELECT MAX(number) FROM version WHERE profile = profile.id), 0)"
                  + " WHERE organisation = ? AND id = ?",
              draft.createdAt().toEpochMilli(),
              organisation.value(),
              draft.profile().value());
      if (moved == 0) {
        return Optional.empty();
      }
      Version version = draft.numbered(head(handle, draft.profile()));
      insert(handle, version);
      return Optional.of(version);
    });
  }

  @Override
  public Optional<Version> find(ProfileId profile, int number) {
    return database.read(handle ->
        handle
            .select(
                "SELECT * FROM version WHERE profile = ? AND number = ?", profile.value(), number)
            .map((row, context) -> version(handle, row, "created_at"))
            .findOne());
  }

  private static int head(Handle handle, ProfileId profile) {
    return handle
        .select("SELECT head FROM profile WHERE id = ?", profile.value())
        .mapTo(Integer.class)
        .one();
  }

  private static void insert(Handle handle, Version version) {
    handle.execute(
        "INSERT INTO version (profile, number, created_at, session, browser_version, manifest,"
            + " figures) VALUES (?, ?, ?, ?, ?, ?, ?)",
        version.profile().value(),
        version.number(),
        version.createdAt().toEpochMilli(),
        version.session().value(),
        version.browserVersion(),
        version.manifest(),
        Json.write(version.figures()));
    for (int position = 0; position < version.packs().size(); position++) {
      handle.execute(
          "INSERT INTO version_pack (profile, number, position, pack) VALUES (?, ?, ?, ?)",
          version.profile().value(),
          version.number(),
          position,
          version.packs().get(position));
    }
  }

  /** Reads the version in a row, and its packs. */
  static Version version(Handle handle, ResultSet row, String createdAt) throws SQLException {
    String profile = row.getString("profile");
    int number = row.getInt("number");
    List<String> packs =
        handle
            .select(
                "SELECT pack FROM version_pack WHERE profile = ? AND number = ? ORDER BY position",
                profile,
                number)
            .mapTo(String.class)
            .list();
    return new Version(
        new ProfileId(profile),
        number,
        Instant.ofEpochMilli(row.getLong(createdAt)),
        new SessionId(row.getString("session")),
        row.getString("browser_version"),
        row.getString("manifest"),
        packs,
        Json.read(row.getString("figures"), SaveFigures.class));
  }
}
