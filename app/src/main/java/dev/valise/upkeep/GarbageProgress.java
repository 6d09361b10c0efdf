package dev.valise.upkeep;

/**
 * Hears how far a garbage collection is, before each of its steps. Called by one thread, and often:
 * implementations return at once. One that throws an unchecked exception ends the collection there,
 * which harms nothing.
 */
public interface GarbageProgress {
  GarbageProgress NONE = (_, _, _) -> {};

  /** What is being done. */
  enum Phase {
    /** Deletes blobs that no version needs; counts blobs. */
    DELETE,
    /** Looks for blobs that the catalog does not know; counts blobs. */
    SEARCH,
    /** Looks what versions need of packs under review; counts versions. */
    REVIEW,
    /** Copies what is needed into new packs; counts bytes. */
    COPY,
    /** Lets versions use the new packs; counts versions. */
    REWRITE
  }

  /**
   * @param all how much there is to do in this phase; 0 when nobody knows
   */
  void at(Phase phase, long done, long all);
}
