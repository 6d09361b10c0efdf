package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.model.WriterLease;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of profiles, and which blobs each needs. Their content never changes; the blobs that
 * hold it may be exchanged.
 */
public interface VersionRecords {

  /**
   * Adds the next version of a profile and moves its head, unless the draft is withheld, in one
   * transaction. In it are checked the blobs that the version needs and that are not new: each must
   * be a blob of the organisation that is not being deleted; one that was condemned is so no more.
   *
   * @param draft whose new blobs must be durable before
   * @return what became of it; nothing was changed unless it is {@link Appended.Added}
   */
  Appended append(OrganisationId organisation, Draft draft);

  /**
   * Adds a version as {@link #append} does if a writer lease is still in force, which is looked at
   * in the same transaction: a save that comes late changes nothing.
   *
   * @return also {@link Appended.LeaseLost}
   */
  Appended append(OrganisationId organisation, Draft draft, WriterLease lease);

  /**
   * Adds a version as {@link #append} does, unless the profile has got another one meanwhile.
   *
   * @param newest the number of the newest version that the caller knows of
   * @return empty, and nothing has changed, when there is a newer one, or when {@link #append}
   *     would not add it
   */
  Optional<Version> appendAfter(OrganisationId organisation, Draft draft, int newest);

  Optional<Version> find(ProfileId profile, int number);

  /** The newest version that is not withheld: what the head should be. */
  Optional<Version> newestNotWithheld(ProfileId profile);

  /** The versions of a profile, newest first. */
  Page<Version> list(ProfileId profile, Page.Window window);

  /**
   * All blobs that a version needs, its manifest too, by key; none when it is gone. Whoever has
   * read the version before looks whether its manifest is still among them: {@link
   * #replaceManifest} may have come between.
   */
  List<String> blobs(ProfileId profile, int number);

  /** The versions, of whatever profile, that need a blob; by profile, oldest first. */
  List<Version> users(String blob);

  /**
   * Deletes a version that is not the head, so that its number is not used again. Its packs come
   * under review; blobs that nobody needs any more stay until {@link BlobRecords#condemnUnused}.
   */
  Deleted delete(OrganisationId organisation, ProfileId profile, int number);

  /**
   * Deletes a version as {@link #delete} does unless a session that has not ended has loaded it, in
   * one transaction. A session that is inserted a moment later loads it all the same: its blobs are
   * there for as long as unused ones are kept.
   *
   * @return whether it was deleted: not when it is the head, in use, or gone
   */
  boolean deleteUnused(OrganisationId organisation, ProfileId profile, int number);

  /**
   * Exchanges the manifest of a version, and with it the blobs that the version needs, in one
   * transaction with the checks of {@link #append}. The content must be the same. Packs that the
   * version needs no longer come under review.
   *
   * @param expected as it was read: nothing happens when it has got another manifest since
   * @param blobs all that it needs from now on, the new manifest too
   * @param added those of them that the catalog does not have; durable before
   * @return false, and nothing has changed, when the version has changed or is gone, or when one of
   *     the blobs is gone
   */
  boolean replaceManifest(
      Version expected, String manifest, List<String> blobs, List<NewBlob> added);

  /** What became of a draft. */
  sealed interface Appended {
    /**
     * @param headBefore the number of the head that the profile had until then
     */
    record Added(Version version, Optional<Integer> headBefore) implements Appended {}

    /** The profile was deleted, or is another organisation's. */
    record ProfileGone() implements Appended {}

    /** Another session has the writer lease, or nobody. */
    record LeaseLost() implements Appended {}

    /**
     * @param blobs that the draft needs and took to be there: without them it cannot become a
     *     version
     */
    record BlobsGone(List<String> blobs) implements Appended {
      public BlobsGone {
        blobs = List.copyOf(blobs);
      }
    }
  }

  /** What became of a deletion. */
  enum Deleted {
    DELETED,
    IS_HEAD,
    NO_SUCH_VERSION
  }

  /**
   * A blob that the catalog does not have yet.
   *
   * @param size in bytes; 0 when it is not known
   */
  record NewBlob(String key, long size) {}

  /**
   * A version before it has a number; the parts as in {@link Version}.
   *
   * @param blobs all that it needs, its manifest too, in any order
   * @param added those of them that the catalog does not have
   */
  record Draft(
      ProfileId profile,
      Instant createdAt,
      VersionSource source,
      String browserVersion,
      String manifest,
      List<String> blobs,
      List<NewBlob> added,
      SaveFigures figures,
      List<String> warnings,
      Optional<String> withheld) {

    /** Of what becomes the head. */
    public Draft(
        ProfileId profile,
        Instant createdAt,
        VersionSource source,
        String browserVersion,
        String manifest,
        List<String> blobs,
        List<NewBlob> added,
        SaveFigures figures,
        List<String> warnings) {
      this(
          profile,
          createdAt,
          source,
          browserVersion,
          manifest,
          blobs,
          added,
          figures,
          warnings,
          Optional.empty());
    }

    public Draft {
      blobs = complete(manifest, blobs, added);
      added = List.copyOf(added);
      warnings = List.copyOf(warnings);
    }

    /** What a version would be with other blobs. */
    static Draft like(Version version, String manifest, List<String> blobs, List<NewBlob> added) {
      return new Draft(
          version.profile(),
          version.createdAt(),
          version.source(),
          version.browserVersion(),
          manifest,
          blobs,
          added,
          version.figures(),
          version.warnings(),
          version.withheld());
    }

    Version numbered(int number) {
      return new Version(
          profile,
          number,
          createdAt,
          source,
          browserVersion,
          manifest,
          figures,
          warnings,
          withheld);
    }
  }

  /**
   * Each blob once.
   *
   * @throws IllegalArgumentException when the manifest or a new one is not among them
   */
  private static List<String> complete(String manifest, List<String> blobs, List<NewBlob> added) {
    Set<String> each = new LinkedHashSet<>(blobs);
    Set<String> missing = new HashSet<>(Set.of(manifest));
    added.forEach(blob -> missing.add(blob.key()));
    missing.removeAll(each);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("not among the blobs of the version: " + missing);
    }
    return List.copyOf(each);
  }
}
