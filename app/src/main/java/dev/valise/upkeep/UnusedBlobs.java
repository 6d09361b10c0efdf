package dev.valise.upkeep;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.BlobRecords.Blob;
import dev.valise.upkeep.GarbageProgress.Phase;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The blobs that no version needs: condemns them, and deletes those that were condemned long
 * enough. Each step can be the last one before a crash: what is marked is taken again.
 */
record UnusedBlobs(BlobRecords records, BlobStore blobs, InstantSource clock) {
  private static final int PAGE = 200;

  void delete(Round round) {
    Instant now = clock.instant();
    records.condemnUnused(now);
    String after = "";
    List<Blob> page = records.takeForDeletion(round.unusedSince(now), after, PAGE);
    while (!page.isEmpty()) {
      delete(page, round);
      after = page.getLast().key();
      page = records.takeForDeletion(round.unusedSince(now), after, PAGE);
    }
  }

  private void delete(List<Blob> page, Round round) {
    List<String> gone = new ArrayList<>();
    for (Blob blob : page) {
      round.at(Phase.DELETE, round.deleted().blobs(), 0);
      try {
        blobs.delete(new BlobKey(blob.key()));
        gone.add(blob.key());
        round.deleted(blob.size());
      } catch (IOException e) {
        round.failed("the unused blob " + blob.key() + " could not be deleted", e);
      }
    }
    records.forget(gone);
  }

  /** Counts what {@link #delete} would delete. */
  void tellDeletions(Round round) {
    Instant now = clock.instant();
    forEach(blob -> {
      if (isDue(blob, now, round)) {
        round.deleted(blob.size());
      }
    });
  }

  /** Counts what is kept until the grace period is over. */
  void tellWaiting(Round round) {
    Instant now = clock.instant();
    forEach(blob -> {
      if (!isDue(blob, now, round)) {
        round.waits(blob.size(), blob.condemnedAt().orElse(now));
      }
    });
  }

  private static boolean isDue(Blob blob, Instant now, Round round) {
    return blob.deleting() || !blob.condemnedAt().orElse(now).isAfter(round.unusedSince(now));
  }

  private void forEach(Consumer<Blob> each) {
    String after = "";
    List<Blob> page = records.unused(after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(each);
      after = page.getLast().key();
      page = records.unused(after, PAGE);
    }
  }
}
