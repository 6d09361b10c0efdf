package dev.valise.upkeep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a garbage collection did, or what it would have done.
 *
 * @param dryRun whether nothing was changed
 * @param versions how many versions it looked into, because packs of theirs were under review
 * @param deleted blobs that no version needed
 * @param orphans blobs that the catalog did not know, as saves leave them that were cut off; they
 *     were deleted too
 * @param waiting blobs that no version needs, kept until the grace period is over
 * @param waitingUntil when it is over for the last of them
 * @param repacked packs that were rewritten without what no version needs
 * @param failures what could not be done, in words for people; the next collection tries again
 */
public record GarbageReport(
    boolean dryRun,
    int versions,
    Amount deleted,
    Amount orphans,
    Amount waiting,
    Optional<Instant> waitingUntil,
    Repacked repacked,
    List<String> failures) {
  public GarbageReport {
    failures = List.copyOf(failures);
  }

  /**
   * @param packs how many were rewritten; they are among those that wait, unless others began to
   *     need them meanwhile
   * @param bytesBefore their sizes added up
   * @param bytesAfter the sizes of the packs that took their place
   * @param versions how many versions use these now
   */
  public record Repacked(int packs, long bytesBefore, long bytesAfter, int versions) {
    static final Repacked NONE = new Repacked(0, 0, 0, 0);
  }

  /** What was freed, in bytes. */
  public long freedBytes() {
    return deleted.bytes() + orphans.bytes();
  }

  /** Whether there was nothing to do, and nothing is left to be done. */
  public boolean isIdle() {
    return deleted.blobs() + orphans.blobs() + waiting.blobs() + repacked.packs() == 0
        && failures.isEmpty();
  }
}
