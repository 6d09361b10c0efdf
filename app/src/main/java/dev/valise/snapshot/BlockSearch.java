package dev.valise.snapshot;

import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks in trees for blocks that are damaged elsewhere. Used by one thread. */
final class BlockSearch {
  private final BlobStore blobs;
  private final Vault vault;
  private final Set<BlockHash> wanted = new HashSet<>();
  private final Map<BlockHash, Found> found = new HashMap<>();
  private final Set<BlockPlace> tried = new HashSet<>();
  private final BlockHasher hasher = new BlockHasher();

  /** An intact block, and the index of the pack that it lies in. */
  record Found(BlockPlace block, PackIndex pack) {}

  BlockSearch(BlobStore blobs, Vault vault) {
    this.blobs = blobs;
    this.vault = vault;
  }

  /** Lets a block be looked for, anywhere but in its own place. */
  void want(BlockPlace damaged) {
    wanted.add(damaged.hash());
    tried.add(damaged);
  }

  /** Whether there is nothing (more) to look for. */
  boolean isDone() {
    return wanted.isEmpty();
  }

  Optional<Found> found(BlockPlace damaged) {
    return Optional.ofNullable(found.get(damaged.hash()));
  }

  /** Reads each block of a tree that has a wanted hash, to see whether it is what it should be. */
  void in(Tree tree) {
    var segments = new SegmentCache(blobs, vault, tree.packs());
    for (TreeEntry.File file : tree.files()) {
      for (BlockPlace block : file.blocks()) {
        @Nullable PackIndex pack = tree.packs().get(block.pack());
        if (pack != null
            && wanted.contains(block.hash())
            && tried.add(block)
            && isIntact(block, segments)) {
          wanted.remove(block.hash());
          found.put(block.hash(), new Found(block, pack));
        }
      }
    }
  }

  private boolean isIntact(BlockPlace block, SegmentCache segments) {
    try {
      byte[] plain = segments.segment(block.pack(), block.segment());
      return FileContent.isIntact(block, plain, hasher);
    } catch (IOException e) {
      return false;
    }
  }
}
