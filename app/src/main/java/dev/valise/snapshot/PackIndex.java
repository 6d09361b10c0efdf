package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.List;

/**
 * Where the segments of a pack lie.
 *
 * @param segments in the order of the pack
 */
record PackIndex(BlobKey key, List<SegmentPlace> segments) {
  PackIndex {
    segments = List.copyOf(segments);
  }

  /**
   * A sealed segment in its pack.
   *
   * @param offset from the pack's start, in bytes
   * @param length sealed, in bytes
   */
  record SegmentPlace(long offset, int length) {}
}
