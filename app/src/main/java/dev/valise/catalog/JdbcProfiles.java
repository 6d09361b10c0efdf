package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.RequiredCookie;
import dev.valise.model.Retention;
import dev.valise.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

final class JdbcProfiles implements ProfileRecords {
  private static final String SELECT =
      """
      SELECT p.id, p.organisation, p.name, p.created_at, p.updated_at, p.last_used_at, p.retention,
             p.required, v.profile, v.number, v.created_at AS version_created_at, v.kind, v.session,
             v.from_profile, v.from_number, v.browser_version, v.manifest, v.figures, v.warnings,
             v.withheld
      FROM profile p LEFT JOIN version v ON v.profile = p.id AND v.number = p.head
      """;

  private static final String OWNED = SELECT + " WHERE p.organisation = :organisation";

  private static final int PAGE = 200;

  private final Database database;

  JdbcProfiles(Database database) {
    this.database = database;
  }

  @Override
  public void insert(ProfileId id, OrganisationId organisation, Optional<String> name, Instant now)
      throws NameTakenException {
    database.writeNamed(name, handle -> insert(handle, id, organisation, name, now));
  }

  private static int insert(
      Handle handle,
      ProfileId id,
      OrganisationId organisation,
      Optional<String> name,
      Instant now) {
    return handle.execute(
        "INSERT INTO profile (id, organisation, name, created_at, updated_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        id.value(),
        organisation.value(),
        name.orElse(null),
        now.toEpochMilli(),
        now.toEpochMilli());
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
            .createQuery(OWNED + " AND " + column + " = :value")
            .bind("organisation", organisation.value())
            .bind("value", value)
            .map((row, context) -> profile(row))
            .findOne());
  }

  @Override
  public Page<Profile> list(OrganisationId organisation, Filter filter, Page.Window window) {
    String sql =
        OWNED
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
                .map((row, context) -> profile(row))
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
  public boolean setRetention(
      OrganisationId organisation, ProfileId id, Optional<Retention> retention, Instant now) {
    return database.write(handle ->
        handle.execute(
                "UPDATE profile SET retention = ?, updated_at = ? WHERE organisation = ? AND id = ?",
                retention.map(Json::write).orElse(null),
                now.toEpochMilli(),
                organisation.value(),
                id.value())
            > 0);
  }

  @Override
  public boolean setRequired(
      OrganisationId organisation, ProfileId id, List<RequiredCookie> required, Instant now) {
    return database.write(handle ->
        handle.execute(
                "UPDATE profile SET required = ?, updated_at = ? WHERE organisation = ? AND id = ?",
                required.isEmpty() ? null : Json.write(required),
                now.toEpochMilli(),
                organisation.value(),
                id.value())
            > 0);
  }

  @Override
  public VersionRecords.Appended insertFork(
      OrganisationId organisation, Optional<String> name, VersionRecords.Draft draft)
      throws NameTakenException {
    return database.writeNamed(
        name,
        handle -> {
          List<String> gone = BlobUse.gone(handle, organisation, draft.blobs(), draft.added());
          if (!gone.isEmpty()) {
            return new VersionRecords.Appended.BlobsGone(gone);
          }
          insert(handle, draft.profile(), organisation, name, draft.createdAt());
          return JdbcVersions.append(handle, organisation, draft);
        });
  }

  @Override
  public void forEach(Consumer<Profile> each) {
    database.forEach(JdbcProfiles::page, profile -> profile.id().value(), each);
  }

  private static List<Profile> page(Handle handle, String after) {
    return handle
        .select(SELECT + " WHERE p.id > ? ORDER BY p.id LIMIT ?", after, PAGE)
        .map((row, context) -> profile(row))
        .list();
  }

  @Override
  public Optional<List<String>> delete(OrganisationId organisation, ProfileId id) {
    return database.write(handle -> {
      Set<String> needed = new BlobUse(handle, id).ofAll();
      int deleted =
          handle.execute(
              "DELETE FROM profile WHERE organisation = ? AND id = ?",
              organisation.value(),
              id.value());
      return deleted > 0 ? Optional.of(abandon(handle, needed)) : Optional.empty();
    });
  }

  @Override
  public Optional<List<String>> deleteIdle(OrganisationId organisation, ProfileId id) {
    return deleteIdle(organisation, id, Long.MAX_VALUE);
  }

  @Override
  public Optional<List<String>> deleteUnused(
      OrganisationId organisation, ProfileId id, Instant unusedSince) {
    return deleteIdle(organisation, id, unusedSince.toEpochMilli());
  }

  private Optional<List<String>> deleteIdle(
      OrganisationId organisation, ProfileId id, long unusedSince) {
    return database.write(handle -> {
      Set<String> needed = new BlobUse(handle, id).ofAll();
      int deleted =
          handle.execute(
              """
              DELETE FROM profile WHERE organisation = ? AND id = ?
                AND updated_at <= ? AND COALESCE(last_used_at, updated_at) <= ?
                AND NOT EXISTS
                  (SELECT 1 FROM browser_session s WHERE s.active AND s.profile = profile.id)
              """,
              organisation.value(),
              id.value(),
              unusedSince,
              unusedSince);
      return deleted > 0 ? Optional.of(abandon(handle, needed)) : Optional.empty();
    });
  }

  /**
   * Marks the blobs that no version needs any more as being deleted, and puts the others under
   * review.
   *
   * @return the marked ones, by key
   */
  private static List<String> abandon(Handle handle, Set<String> blobs) {
    Set<String> needed = new HashSet<>();
    for (List<String> some : Database.chunks(blobs)) {
      handle
          .createQuery("SELECT DISTINCT blob FROM blob_use WHERE blob IN (<keys>)")
          .bindList("keys", some)
          .mapTo(String.class)
          .forEach(needed::add);
    }
    BlobUse.lost(handle, needed);
    List<String> unused = blobs.stream().filter(blob -> !needed.contains(blob)).sorted().toList();
    PreparedBatch marks = handle.prepareBatch("UPDATE blob SET deleting = TRUE WHERE key = ?");
    unused.forEach(marks::add);
    Database.execute(marks);
    return unused;
  }

  private static Profile profile(ResultSet row) throws SQLException {
    Optional<Version> head =
        row.getString("manifest") == null
            ? Optional.empty()
            : Optional.of(VersionRow.version(row, "version_created_at"));
    return new Profile(
        new ProfileId(row.getString("id")),
        new OrganisationId(row.getString("organisation")),
        Optional.ofNullable(row.getString("name")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        Database.instant(row, "last_used_at"),
        Optional.ofNullable(row.getString("retention"))
            .map(json -> Json.read(json, Retention.class)),
        Optional.ofNullable(row.getString("required"))
            .map(json -> List.of(Json.read(json, RequiredCookie[].class)))
            .orElse(List.of()),
        head);
  }
}
