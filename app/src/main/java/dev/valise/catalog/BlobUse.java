package dev.valise.catalog;

import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Steps of transactions in which versions begin or stop to need blobs. A row stands for a run of
 * versions; the runs of one blob in one profile never overlap, and each has a version in it.
 */
final class BlobUse {
  /** Packs are the blobs that lose worth bit by bit; manifests are needed whole or not at all. */
  private static final String PACKS = "packs/%";

  private final Handle handle;
  private final ProfileId profile;

  BlobUse(Handle handle, ProfileId profile) {
    this.handle = handle;
    this.profile = profile;
  }

  /** The blobs without the new ones that no version of the organisation may need (any more). */
  static List<String> gone(
      Handle handle, OrganisationId organisation, List<String> blobs, List<NewBlob> added) {
    Set<String> gone = new HashSet<>(blobs);
    added.forEach(blob -> gone.remove(blob.key()));
    for (List<String> some : Database.chunks(gone)) {
      handle
          .createQuery(
              """
              SELECT key FROM blob
              WHERE key IN (<keys>) AND organisation = :organisation AND NOT deleting
              """)
          .bindList("keys", some)
          .bind("organisation", organisation.value())
          .mapTo(String.class)
          .forEach(gone::remove);
    }
    return gone.stream().sorted().toList();
  }

  /** Inserts blobs that a version is about to need. */
  static void insert(Handle handle, OrganisationId organisation, List<NewBlob> added) {
    PreparedBatch inserts =
        handle.prepareBatch("INSERT INTO blob (key, organisation, size) VALUES (?, ?, ?)");
    added.forEach(blob -> inserts.add(blob.key(), organisation.value(), blob.size()));
    Database.execute(inserts);
  }

  /** Puts those of the blobs that are packs under review. */
  static void lost(Handle handle, Collection<String> blobs) {
    PreparedBatch losses =
        handle.prepareBatch(
            "UPDATE blob SET losses = losses + 1 WHERE key = ? AND key LIKE '" + PACKS + "'");
    blobs.forEach(losses::add);
    Database.execute(losses);
  }

  /** All blobs that a version needs, by key; none when it is gone. */
  List<String> of(int number) {
    return handle
        .select(
            """
            SELECT used.blob FROM version v
            JOIN blob_use used ON used.profile = v.profile AND used.first_number <= v.number
              AND (used.last_number IS NULL OR used.last_number >= v.number)
            WHERE v.profile = ? AND v.number = ? ORDER BY used.blob
            """,
            profile.value(),
            number)
        .mapTo(String.class)
        .list();
  }

  /** All blobs that versions of the profile need. */
  Set<String> ofAll() {
    return handle
        .select("SELECT DISTINCT blob FROM blob_use WHERE profile = ?", profile.value())
        .mapTo(String.class)
        .set();
  }

  /** Lets a new version need these blobs; what it shares with the one before costs nothing. */
  void append(int number, List<String> blobs) {
    Set<String> before = new HashSet<>(of(number));
    PreparedBatch ends =
        handle.prepareBatch(
            "UPDATE blob_use SET last_number = ?"
                + " WHERE profile = ? AND blob = ? AND last_number IS NULL");
    without(before, blobs).forEach(blob -> ends.add(number - 1, profile.value(), blob));
    Database.execute(ends);
    begin(number, true, without(blobs, before));
  }

  /**
   * Lets a version need these blobs instead, and puts the packs that it leaves under review.
   *
   * @param newest whether no version of the profile has a higher number
   */
  void replace(int number, boolean newest, List<String> blobs) {
    Set<String> before = new HashSet<>(of(number));
    Set<String> left = without(before, blobs);
    PreparedBatch later =
        handle.prepareBatch(
            """
            INSERT INTO blob_use (profile, blob, first_number, last_number)
            SELECT profile, blob, ? + 1, last_number FROM blob_use
            WHERE profile = ? AND blob = ? AND first_number <= ?
              AND (last_number IS NULL OR last_number > ?)
            """);
    left.forEach(blob -> later.add(number, profile.value(), blob, number, number));
    Database.execute(later);
    PreparedBatch earlier =
        handle.prepareBatch(
            """
            UPDATE blob_use SET last_number = ? - 1 WHERE profile = ? AND blob = ?
              AND first_number <= ? AND (last_number IS NULL OR last_number >= ?)
            """);
    left.forEach(blob -> earlier.add(number, profile.value(), blob, number, number));
    Database.execute(earlier);
    begin(number, newest, without(blobs, before));
    dropEmptyRuns();
    lost(handle, left);
  }

  private void begin(int number, boolean newest, Set<String> blobs) {
    PreparedBatch runs =
        handle.prepareBatch(
            "INSERT INTO blob_use (profile, blob, first_number, last_number) VALUES (?, ?, ?, ?)");
    blobs.forEach(blob -> runs.add(profile.value(), blob, number, newest ? null : number));
    Database.execute(runs);
    PreparedBatch pardons =
        handle.prepareBatch("UPDATE blob SET condemned_at = NULL WHERE key = ?");
    blobs.forEach(pardons::add);
    Database.execute(pardons);
  }

  /** Deletes the runs that no version is left in. */
  void dropEmptyRuns() {
    handle.execute(
        """
        DELETE FROM blob_use WHERE profile = ? AND NOT EXISTS
          (SELECT 1 FROM version v WHERE v.profile = blob_use.profile
             AND v.number >= first_number AND (last_number IS NULL OR v.number <= last_number))
        """,
        profile.value());
  }

  private static Set<String> without(Collection<String> blobs, Collection<String> others) {
    Set<String> rest = new HashSet<>(blobs);
    rest.removeAll(new HashSet<>(others));
    return rest;
  }
}
