package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.model.WriterLease;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbcVersions implements VersionRecords {
  private final Database database;

  JdbcVersions(Database database) {
    this.database = database;
  }

  @Override
  public Appended append(OrganisationId organisation, Draft draft) {
    return database.write(handle -> append(handle, organisation, draft));
  }

  @Override
  public Appended append(OrganisationId organisation, Draft draft, WriterLease lease) {
    return database.write(handle -> {
      if (!exists(handle, organisation, draft.profile())) {
        return new Appended.ProfileGone();
      }
      return JdbcLeases.holds(handle, lease)
          ? append(handle, organisation, draft)
          : new Appended.LeaseLost();
    });
  }

  @Override
  public Optional<Version> appendAfter(OrganisationId organisation, Draft draft, int newest) {
    return database.write(handle ->
        highest(handle, draft.profile()) == newest
                && append(handle, organisation, draft) instanceof Appended.Added(Version version, _)
            ? Optional.of(version)
            : Optional.empty());
  }

  /** The steps of {@link #append}, as a part of a transaction. */
  static Appended append(Handle handle, OrganisationId organisation, Draft draft) {
    if (!exists(handle, organisation, draft.profile())) {
      return new Appended.ProfileGone();
    }
    List<String> gone = BlobUse.gone(handle, organisation, draft.blobs(), draft.added());
    if (!gone.isEmpty()) {
      return new Appended.BlobsGone(gone);
    }
    Numbers numbers = numbers(handle, draft.profile());
    Version version = draft.numbered(1 + numbers.last());
    insert(handle, version);
    BlobUse.insert(handle, organisation, draft.added());
    new BlobUse(handle, draft.profile()).append(version.number(), draft.blobs());
    handle.execute(
        "UPDATE profile SET updated_at = ?, last_number = ?, head = COALESCE(?, head) WHERE id = ?",
        draft.createdAt().toEpochMilli(),
        version.number(),
        version.isWithheld() ? null : version.number(),
        draft.profile().value());
    return new Appended.Added(version, numbers.head());
  }

  /**
   * @param last that was ever used, or 0
   */
  private record Numbers(int last, Optional<Integer> head) {}

  /** Also where the profile's row is wrong, as {@code verify} finds it, no number is used twice. */
  private static Numbers numbers(Handle handle, ProfileId profile) {
    return handle
        .select(
            """
            SELECT head, last_number,
              (SELECT COALESCE(MAX(number), 0) FROM version WHERE profile = p.id) AS highest
            FROM profile p WHERE id = ?
            """,
            profile.value())
        .map((row, context) ->
            new Numbers(
                Math.max(row.getInt("last_number"), row.getInt("highest")),
                row.getObject("head") == null ? Optional.empty() : Optional.of(row.getInt("head"))))
        .one();
  }

  @Override
  public Optional<Version> find(ProfileId profile, int number) {
    return database.read(handle -> find(handle, profile, number));
  }

  @Override
  public Optional<Version> newestNotWithheld(ProfileId profile) {
    return database.read(handle -> newestNotWithheld(handle, profile));
  }

  private static Optional<Version> newestNotWithheld(Handle handle, ProfileId profile) {
    return handle
        .select(
            """
            SELECT * FROM version WHERE profile = ? AND withheld IS NULL
            ORDER BY number DESC LIMIT 1
            """,
            profile.value())
        .map((row, context) -> VersionRow.version(row, "created_at"))
        .findOne();
  }

  @Override
  public Page<Version> list(ProfileId profile, Page.Window window) {
    return database.read(handle ->
        Page.of(
            handle
                .select(
                    "SELECT * FROM version WHERE profile = ? ORDER BY number DESC LIMIT ? OFFSET ?",
                    profile.value(),
                    window.limit() + 1,
                    window.offset())
                .map((row, context) -> VersionRow.version(row, "created_at"))
                .list(),
            window));
  }

  @Override
  public List<String> blobs(ProfileId profile, int number) {
    return database.read(handle -> new BlobUse(handle, profile).of(number));
  }

  @Override
  public List<Version> users(String blob) {
    return database.read(handle ->
        handle
            .select(
                """
                SELECT v.* FROM blob_use used
                JOIN version v ON v.profile = used.profile AND v.number >= used.first_number
                  AND (used.last_number IS NULL OR v.number <= used.last_number)
                WHERE used.blob = ? ORDER BY v.profile, v.number
                """,
                blob)
            .map((row, context) -> VersionRow.version(row, "created_at"))
            .list());
  }

  @Override
  public Deleted delete(OrganisationId organisation, ProfileId profile, int number) {
    return database.write(handle -> delete(handle, organisation, profile, number));
  }

  @Override
  public boolean deleteUnused(OrganisationId organisation, ProfileId profile, int number) {
    return database.write(handle ->
        !isLoaded(handle, profile, number)
            && delete(handle, organisation, profile, number) == Deleted.DELETED);
  }

  private static boolean isLoaded(Handle handle, ProfileId profile, int number) {
    return handle
        .select(
            """
            SELECT EXISTS (SELECT 1 FROM browser_session
              WHERE active AND profile = ? AND loaded_version = ?)
            """,
            profile.value(),
            number)
        .mapTo(Boolean.class)
        .one();
  }

  private static Deleted delete(
      Handle handle, OrganisationId organisation, ProfileId profile, int number) {
    if (!exists(handle, organisation, profile) || find(handle, profile, number).isEmpty()) {
      return Deleted.NO_SUCH_VERSION;
    }
    if (newestNotWithheld(handle, profile).filter(head -> head.number() == number).isPresent()) {
      return Deleted.IS_HEAD;
    }
    var use = new BlobUse(handle, profile);
    BlobUse.lost(handle, use.of(number));
    handle.execute("DELETE FROM version WHERE profile = ? AND number = ?", profile.value(), number);
    use.dropEmptyRuns();
    return Deleted.DELETED;
  }

  @Override
  public boolean replaceManifest(
      Version expected, String manifest, List<String> blobs, List<NewBlob> added) {
    Draft replacement = Draft.like(expected, manifest, blobs, added);
    ProfileId profile = expected.profile();
    int number = expected.number();
    return database.write(handle -> {
      Optional<OrganisationId> organisation = owner(handle, profile);
      Optional<Version> current = find(handle, profile, number);
      if (organisation.isEmpty()
          || current.isEmpty()
          || !current.get().manifest().equals(expected.manifest())
          || !BlobUse.gone(handle, organisation.get(), replacement.blobs(), added).isEmpty()) {
        return false;
      }
      handle.execute(
          "UPDATE version SET manifest = ? WHERE profile = ? AND number = ?",
          manifest,
          profile.value(),
          number);
      BlobUse.insert(handle, organisation.get(), added);
      boolean newest = number == highest(handle, profile);
      new BlobUse(handle, profile).replace(number, newest, replacement.blobs());
      return true;
    });
  }

  private static void insert(Handle handle, Version version) {
    handle
        .createUpdate(
            """
            INSERT INTO version (profile, number, created_at, kind, session, from_profile,
              from_number, browser_version, manifest, figures, warnings, withheld)
            VALUES (:profile, :number, :created_at, :kind, :session, :from_profile,
              :from_number, :browser_version, :manifest, :figures, :warnings, :withheld)
            """)
        .bindMap(VersionRow.of(version))
        .execute();
  }

  private static Optional<Version> find(Handle handle, ProfileId profile, int number) {
    return handle
        .select("SELECT * FROM version WHERE profile = ? AND number = ?", profile.value(), number)
        .map((row, context) -> VersionRow.version(row, "created_at"))
        .findOne();
  }

  /** The number of the newest version, withheld or not; 0 when there is none. */
  private static int highest(Handle handle, ProfileId profile) {
    return handle
        .select("SELECT COALESCE(MAX(number), 0) FROM version WHERE profile = ?", profile.value())
        .mapTo(Integer.class)
        .one();
  }

  private static boolean exists(Handle handle, OrganisationId organisation, ProfileId profile) {
    return owner(handle, profile).filter(organisation::equals).isPresent();
  }

  private static Optional<OrganisationId> owner(Handle handle, ProfileId profile) {
    return handle
        .select("SELECT organisation FROM profile WHERE id = ?", profile.value())
        .map((row, context) -> new OrganisationId(row.getString("organisation")))
        .findOne();
  }
}
