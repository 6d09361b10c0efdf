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

/** Steps of transactions in which versions begin or stop to need blobs. */
final class BlobUse {
  /** Packs are the blobs that lose worth bit by bit; manifests are needed whole or not at all. */
  private static final String PACKS = "packs/%";

  private BlobUse() {}

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

  /** Lets a version need these blobs, none of which is {@link #gone}. */
  static void begin(
      Handle handle,
      OrganisationId organisation,
      ProfileId profile,
      int number,
      Collection<String> blobs,
      List<NewBlob> added) {
    PreparedBatch inserts =
        handle.prepareBatch("INSERT INTO blob (key, organisation, size) VALUES (?, ?, ?)");
    added.forEach(blob -> inserts.add(blob.key(), organisation.value(), blob.size()));
    Database.execute(inserts);
    PreparedBatch uses =
        handle.prepareBatch("INSERT INTO version_blob (profile, number, blob) VALUES (?, ?, ?)");
    blobs.forEach(blob -> uses.add(profile.value(), number, blob));
    Database.execute(uses);
    handle.execute(
        """
        UPDATE blob SET condemned_at = NULL WHERE condemned_at IS NOT NULL
          AND key IN (SELECT blob FROM version_blob WHERE profile = ? AND number = ?)
        """,
        profile.value(),
        number);
  }

  /** All blobs that a version needs, by key. */
  static List<String> of(Handle handle, ProfileId profile, int number) {
    return handle
        .select(
            "SELECT blob FROM version_blob WHERE profile = ? AND number = ? ORDER BY blob",
            profile.value(),
            number)
        .mapTo(String.class)
        .list();
  }

  /** Puts those of the blobs that are packs under review. */
  static void lost(Handle handle, Collection<String> blobs) {
    PreparedBatch losses =
        handle.prepareBatch(
            "UPDATE blob SET losses = losses + 1 WHERE key = ? AND key LIKE '" + PACKS + "'");
    blobs.forEach(losses::add);
    Database.execute(losses);
  }

  /** All blobs that the versions of a profile need. */
  static Set<String> of(Handle handle, ProfileId profile) {
    return handle
        .select("SELECT DISTINCT blob FROM version_blob WHERE profile = ?", profile.value())
        .mapTo(String.class)
        .set();
  }

  /**
   * Marks the blobs that no version needs any more as being deleted, and puts the others under
   * review.
   *
   * @return the marked ones, by key
   */
  static List<String> end(Handle handle, Set<String> blobs) {
    Set<String> needed = new HashSet<>();
    for (List<String> some : Database.chunks(blobs)) {
      handle
          .createQuery("SELECT DISTINCT blob FROM version_blob WHERE blob IN (<keys>)")
          .bindList("keys", some)
          .mapTo(String.class)
          .forEach(needed::add);
    }
    lost(handle, needed);
    List<String> unused = blobs.stream().filter(blob -> !needed.contains(blob)).sorted().toList();
    PreparedBatch marks = handle.prepareBatch("UPDATE blob SET deleting = TRUE WHERE key = ?");
    unused.forEach(marks::add);
    Database.execute(marks);
    return unused;
  }
}
