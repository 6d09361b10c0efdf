package dev.valise.upkeep;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobStore;
import dev.valise.catalog.BlobRecords;
import dev.valise.upkeep.GarbageProgress.Phase;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The blobs in the store that the catalog does not know: a save or a repack that was cut off, or
 * refused, left them. One that goes on has written its blobs a shorter time ago than the grace
 * period is long.
 */
record Orphans(BlobRecords records, BlobStore blobs, InstantSource clock) {

  /** The folders of the store that hold what versions need. */
  private static final List<String> KINDS = List.of("packs", "manifests");

  private static final int PAGE = 500;

  /** Deletes them, or counts them only; notes the sizes of others where nobody knew them. */
  void delete(Round round) {
    var search = new Search(round, round.unusedSince(clock.instant()));
    for (String kind : KINDS) {
      try {
        blobs.list(kind, search::met);
      } catch (IOException e) {
        round.failed("the " + kind + " in the blob store could not be listed", e);
      }
    }
    search.look();
  }

  private final class Search {
    private final Round round;
    private final Instant writtenUntil;
    private final List<BlobInfo> page = new ArrayList<>();
    private long looked;

    Search(Round round, Instant writtenUntil) {
      this.round = round;
      this.writtenUntil = writtenUntil;
    }

    void met(BlobInfo blob) {
      page.add(blob);
      if (page.size() == PAGE) {
        look();
      }
    }

    /** The catalog is asked after the blob was met: what it does not know then was not added. */
    void look() {
      Map<String, Long> sizes =
          records.sizes(page.stream().map(blob -> blob.key().value()).toList());
      for (BlobInfo blob : page) {
        round.at(Phase.SEARCH, looked++, 0);
        Long known = sizes.get(blob.key().value());
        if (known == null) {
          orphan(blob);
        } else if (known == 0 && !round.dryRun()) {
          records.setSize(blob.key().value(), blob.size());
        }
      }
      page.clear();
    }

    private void orphan(BlobInfo blob) {
      if (blob.writtenAt().isAfter(writtenUntil)) {
        return;
      }
      try {
        if (!round.dryRun()) {
          blobs.delete(blob.key());
        }
        round.orphan(blob.size());
      } catch (IOException e) {
        round.failed("the unknown blob " + blob.key() + " could not be deleted", e);
      }
    }
  }
}
