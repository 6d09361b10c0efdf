package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that trees expect in packs, as many as there is room for: those of the first segments
 * from a certain one on. What lies behind is left for the next round. Used by one thread.
 */
final class ExpectedBlocks {
  private final Optional<SegmentId> first;
  private final int room;
  private final NavigableMap<SegmentId, Set<BlockPlace>> segments = new TreeMap<>();
  private final Set<PackIndex> packs = new HashSet<>();
  private final Set<BlockPlace> homeless = new HashSet<>();
  private @Nullable SegmentId end;
  private int size;

  /**
   * @param first where to begin; empty for the first round
   * @param room for so many segments and blocks, or for the blocks of one segment
   */
  ExpectedBlocks(Optional<SegmentId> first, int room) {
    this.first = first;
    this.room = room;
  }

  /** Adds the packs that a tree uses, with all their segments, and its blocks in them. */
  void add(Tree tree) {
    Map<BlobKey, PackIndex> used = tree.usedPacks();
    for (PackIndex pack : used.values()) {
      if (packs.add(pack)) {
        for (int number = 0; number < pack.segments().size(); number++) {
          begin(SegmentId.of(pack, number));
        }
      }
    }
    for (TreeEntry.File file : tree.files()) {
      add(used, file.blocks());
    }
  }

  private void add(Map<BlobKey, PackIndex> used, List<BlockPlace> blocks) {
    @Nullable BlockPlace last = null;
    @Nullable SegmentId segment = null;
    @Nullable Set<BlockPlace> expected = null;
    for (BlockPlace block : blocks) {
      // Blocks of one save lie together: most are in the segment of the one before.
      if (last == null || last.segment() != block.segment() || !last.pack().equals(block.pack())) {
        segment = SegmentId.of(used, block).orElse(null);
        if (segment == null) {
          homeless.add(block);
        }
        expected = segment == null ? null : segments.get(segment);
      }
      last = block;
      if (segment != null && expected != null && expected.add(block)) {
        size++;
        makeRoom();
        expected = segments.get(segment);
      }
    }
  }

  private void begin(SegmentId segment) {
    boolean before = first.isPresent() && segment.compareTo(first.get()) < 0;
    boolean behind = end != null && segment.compareTo(end) >= 0;
    if (!before && !behind && segments.putIfAbsent(segment, new HashSet<>()) == null) {
      size++;
      makeRoom();
    }
  }

  private void makeRoom() {
    while (size > room && segments.size() > 1) {
      Map.Entry<SegmentId, Set<BlockPlace>> last = segments.pollLastEntry();
      size -= 1 + last.getValue().size();
      end = last.getKey();
    }
  }

  /** The segments of this round with the blocks in them, in the order of the packs. */
  NavigableMap<SegmentId, Set<BlockPlace>> segments() {
    return segments;
  }

  /** One block at least of each run whose segment its pack does not have. */
  Set<BlockPlace> homeless() {
    return homeless;
  }

  /** Where the next round begins; empty when this is the last one. */
  Optional<SegmentId> end() {
    return Optional.ofNullable(end);
  }
}
