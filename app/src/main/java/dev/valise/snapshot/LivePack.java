package dev.valise.snapshot;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A pack, and which of its blocks snapshots need. Used by one thread. */
final class LivePack {
  private final PackIndex index;
  private final Set<BlockPlace> live = new HashSet<>();
  private long liveBytes;

  LivePack(PackIndex index) {
    this.index = index;
  }

  PackIndex index() {
    return index;
  }

  void need(BlockPlace block) {
    if (live.add(block)) {
      liveBytes += block.length();
    }
  }

  /** What is needed, in the order in which it lies in the pack. */
  List<BlockPlace> live() {
    return live.stream()
        .sorted(Comparator.comparingInt(BlockPlace::segment).thenComparingInt(BlockPlace::offset))
        .toList();
  }

  /** Lengths of the needed blocks added up. */
  long liveBytes() {
    return liveBytes;
  }

  /**
   * How much of the pack is needed, from 0 to 1. Blocks of one segment are compressed together, so
   * that only their plain bytes can be compared.
   *
   * <p>How many there are in all is known when all segments were opened. A pack of which at least
   * half is needed even if every segment was filled to the last byte is left in peace: what it gets
   * is that lower bound.
   */
  double share(SegmentCache segments) throws IOException {
    long most = (long) index.segments().size() * PackWriter.SEGMENT_BYTES;
    if (2 * liveBytes >= most) {
      return (double) liveBytes / most;
    }
    long plain = 0;
    for (int segment = 0; segment < index.segments().size(); segment++) {
      plain += segments.segment(index.key(), segment).length;
    }
    return plain == 0 ? 0 : (double) liveBytes / plain;
  }
}
