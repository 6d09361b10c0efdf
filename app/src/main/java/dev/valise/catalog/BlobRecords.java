package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The blobs that a version needs or needed, until they are gone.
 *
 * <p>A blob that no version needs is condemned, later marked as being deleted, then deleted from
 * the blob store, then forgotten. Up to the mark a version may need it again; behind it none can,
 * so that whoever finds the mark may delete the blob. Each method is one transaction, except for
 * {@link #forEach}; any number of processes may call them at the same time.
 */
public interface BlobRecords {

  /**
   * Condemns the blobs that no version needs and that are not condemned yet.
   *
   * @return how many
   */
  int condemnUnused(Instant now);

  /**
   * The blobs that no version needs, condemned or not, and those being deleted.
   *
   * @param after only keys behind this one; empty to begin
   * @return up to {@code limit} blobs, by key
   */
  List<Blob> unused(String after, int limit);

  /**
   * Marks blobs as being deleted: those condemned at this time or before that no version needs.
   * Those that are marked already, by whoever was cut off, are taken again.
   *
   * @param after only keys behind this one, so that those which cannot be deleted do not come
   *     again; empty to begin
   * @return up to {@code limit} blobs, by key
   */
  List<Blob> takeForDeletion(Instant notAfter, String after, int limit);

  /** Drops what is known of blobs that the blob store has no longer; only of marked ones. */
  void forget(Collection<String> keys);

  /** Which of the keys the catalog has, in whatever state. */
  Set<String> known(Collection<String> keys);

  /** The sizes in bytes of those blobs that the catalog has; 0 where it is not known. */
  Map<String, Long> sizes(Collection<String> keys);

  /**
   * Gives every blob to {@code each}, by key, and holds nothing while it runs. What is inserted or
   * forgotten meanwhile is met or not.
   */
  void forEach(Consumer<Blob> each);

  /**
   * Takes the mark of being deleted off blobs that a version needs all the same, which no method
   * here leads to. Whoever found the mark before may still delete the blob.
   *
   * @return those of the keys that had the mark and are needed
   */
  List<String> keepNeeded(Collection<String> keys);

  /** Notes the size of a blob, in bytes. */
  void setSize(String key, long size);

  /** Puts packs under review, as when a version stops needing them. */
  void markForReview(Collection<String> keys);

  /** The packs that some versions need, and that other versions have stopped needing. */
  List<InReview> inReview();

  /** Ends a review, unless a further version has stopped needing the pack since. */
  void reviewed(Collection<InReview> packs);

  /**
   * @param size in bytes; 0 when it is not known
   * @param condemnedAt since when no version needs it
   * @param deleting whether it may be gone from the blob store at any moment
   */
  record Blob(
      String key,
      OrganisationId organisation,
      long size,
      Optional<Instant> condemnedAt,
      boolean deleting) {}

  /**
   * @param size in bytes; 0 when it is not known
   * @param losses how often a version has stopped needing it, by which a later loss is told
   */
  record InReview(String key, OrganisationId organisation, long size, long losses) {}
}
