package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where blocks cannot be read back, and why. Thread-safe. */
final class BadPlaces {
  private final Map<BlobKey, BlobFault> packs = new HashMap<>();
  private final Map<BlobKey, NavigableMap<SegmentId, BlobFault>> segments = new HashMap<>();
  private final Set<BlockPlace> blocks = new HashSet<>();

  synchronized void addPack(BlobFault fault) {
    packs.putIfAbsent(fault.blob(), fault);
  }

  synchronized void addSegment(SegmentId segment, BlobFault fault) {
    segments.computeIfAbsent(segment.pack(), _ -> new TreeMap<>()).put(segment, fault);
  }

  /** A block that is not in its segment, or whose segment is not in its pack. */
  synchronized void addBlock(BlockPlace block) {
    blocks.add(block);
  }

  synchronized boolean isEmpty() {
    return packs.isEmpty() && segments.isEmpty() && blocks.isEmpty();
  }

  synchronized boolean hasPack(BlobKey pack) {
    return packs.containsKey(pack);
  }

  /**
   * @param used the packs that the block's tree uses
   */
  synchronized boolean has(BlockPlace block, Map<BlobKey, PackIndex> used) {
    if (packs.containsKey(block.pack()) || blocks.contains(block)) {
      return true;
    }
    @Nullable NavigableMap<SegmentId, BlobFault> bad = segments.get(block.pack());
    return bad != null && SegmentId.of(used, block).filter(bad::containsKey).isPresent();
  }

  /** One fault for each pack that has any. */
  synchronized Map<BlobKey, BlobFault> faults() {
    Map<BlobKey, BlobFault> faults = new HashMap<>(packs);
    segments.forEach((pack, bad) -> faults.putIfAbsent(pack, summary(pack, bad)));
    for (BlockPlace block : blocks) {
      faults.computeIfAbsent(
          block.pack(),
          pack -> new BlobFault.Damaged(pack, "part " + block.segment() + " has another content"));
    }
    return faults;
  }

  /** One that cannot be read now may be whole: that counts more than that others are not. */
  private static BlobFault summary(BlobKey pack, NavigableMap<SegmentId, BlobFault> bad) {
    for (BlobFault fault : bad.values()) {
      if (fault instanceof BlobFault.Unreadable) {
        return fault;
      }
    }
    return switch (bad.sequencedValues().getFirst()) {
      case BlobFault.Damaged first when bad.size() > 1 ->
          new BlobFault.Damaged(
              pack, first.damage() + ", and " + (bad.size() - 1) + " more segments");
      case BlobFault first -> first;
    };
  }
}
