package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A segment as a manifest names it. Two manifests that disagree about where it lies name two.
 *
 * @param number counts the segments of the pack, from 0
 */
record SegmentId(BlobKey pack, int number, PackIndex.SegmentPlace place)
    implements Comparable<SegmentId> {

  /** So that each pack is read from its start to its end. */
  private static final Comparator<SegmentId> ORDER =
      Comparator.comparing((SegmentId id) -> id.pack.value())
          .thenComparingInt(SegmentId::number)
          .thenComparingLong(id -> id.place.offset())
          .thenComparingInt(id -> id.place.length());

  static SegmentId of(PackIndex pack, int number) {
    return new SegmentId(pack.key(), number, pack.segments().get(number));
  }

  /** The segment that a block lies in; empty when its pack has none of this number. */
  static Optional<SegmentId> of(Map<BlobKey, PackIndex> packs, BlockPlace block) {
    @Nullable PackIndex pack = packs.get(block.pack());
    int number = block.segment();
    return pack == null || number < 0 || number >= pack.segments().size()
        ? Optional.empty()
        : Optional.of(of(pack, number));
  }

  @Override
  public int compareTo(SegmentId other) {
    return ORDER.compare(this, other);
  }
}
