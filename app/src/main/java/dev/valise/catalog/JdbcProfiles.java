package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class JdbcProfiles implements ProfileRecords {
  private static final String SELECT =
      """
      SELECT p.id, p.organisation, p.name, p.created_at, p.updated_at, p.last_used_at,
             v.profile, v.number, v.created_at AS version_created_at, v.session,
             v.browser_version, v.manifest, v.figures
      FROM profile p LEFT JOIN version v ON v.profile = p.id AND v.number = p.head
      WHERE p.organisation = :organisation
      """;

  private final Database database;

  JdbcProfiles(Database database) {
    this.database = database;
  }

  @Override
  public void insert(ProfileId id, OrganisationId organisation, Optional<String> name, Instant now)
      throws NameTakenException {
    database.writeNamed(
        name,
        handle ->
            handle.execute(
                "INSERT INTO profile (id, organisation, name, created_at, updated_at)"
                    + " VALUES (?, ?, ?, ?, ?)",
                id.value(),
                organisation.value(),
                name.orElse(null),
                now.toEpochMilli(),
                now.toEpochMilli()));
  }

  @Override
  public Optional<Profile> find(OrganisationId organisation, ProfileId id) {
    return findBy(organisation, "p.id", id.value());
  }

  @Override
  public Optional<Profile> findByName(OrganisationId organisation, String name) {
    return findBy(organisation, "p.name", name);
  }

  private Optional<Profile> findBy(OrganisationId organisation, String column, String value) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " AND " + column + " = :value")
            .bind("organisation", organisation.value())
            .bind("value", value)
            .map((row, context) -> profile(handle, row))
            .findOne());
  }

  @Override
  public Page<Profile> list(OrganisationId organisation, Filter filter, Page.Window window) {
    String sql =
        SELECT
            + """
             AND (:query IS NULL OR LOWER(p.name) LIKE :query ESCAPE '!' OR p.id LIKE :query ESCAPE '!')
             AND (:name IS NULL OR p.name = :name)
            ORDER BY p.created_at DESC, p.id LIMIT :limit OFFSET :offset
            """;
    return database.read(handle ->
        Page.of(
            handle
                .createQuery(sql)
                .bind("organisation", organisation.value())
                .bind("query", filter.query().map(Database::containing).orElse(null))
                .bind("name", filter.name().orElse(null))
                .bind("limit", window.limit() + 1)
                .bind("offset", window.offset())
                .map((row, context) -> profile(handle, row))
                .list(),
            window));
  }

  @Override
  public boolean rename(OrganisationId organisation, ProfileId id, String name, Instant now)
      throws NameTakenException {
    return database.writeNamed(
        Optional.of(name),
        handle ->
            handle.execute(
                    "UPDATE profile SET name = ?, updated_at = ? WHERE organisation = ? AND id = ?",
                    name,
                    now.toEpochMilli(),
                    organisation.value(),
                    id.value())
                > 0);
  }

  @Override
  public void touch(ProfileId id, Instant now) {
    database.write(handle ->
        handle.execute(
            "UPDATE profile SET last_used_at = ? WHERE id = ?", now.toEpochMilli(), id.value()));
  }

  @Override
  public Optional<List<String>> delete(OrganisationId organisation, ProfileId id) {
    return database.write(handle -> {
      List<String> blobs =
          handle
              .createQuery(
                  """
                  SELECT mine.manifest FROM version mine WHERE mine.profile = :id AND NOT EXISTS
                    (SELECT 1 FROM version other
                     WHERE other.manifest = mine.manifest AND other.profile <> :id)
                  UNION
                  SELECT mine.pack FROM version_pack mine WHERE mine.profile = :id AND NOT EXISTS
                    (SELECT 1 FROM version_pack other
                     WHERE other.pack = mine.pack AND other.profile <> :id)
                  """)
              .bind("id", id.value())
              .mapTo(String.class)
              .list();
      int deleted =
          handle.execute(
              "DELETE FROM profile WHERE organisation = ? AND id = ?",
              organisation.value(),
              id.value());
      return deleted > 0 ? Optional.of(blobs) : Optional.empty();
    });
  }

  private static Profile profile(Handle handle, ResultSet row) throws SQLException {
    Optional<Version> head =
        row.getString("manifest") == null
            ? Optional.empty()
            : Optional.of(JdbcVersions.version(handle, row, "version_created_at"));
    return new Profile(
        new ProfileId(row.getString("id")),
        new OrganisationId(row.getString("organisation")),
        Optional.ofNullable(row.getString("name")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        instant(row, "last_used_at"),
        head);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable Long millis = row.getObject(column) == null ? null : row.getLong(column);
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }
}
