package dev.valise.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * The blocks that a save need not store again, found by their hash. Used by one thread.
 *
 * <p>A table with open addressing, and no {@link java.util.HashMap}: it is filled with every block
 * of a profile as soon as one is new, and an entry object for each would be most of that save (2 GB
 * have half a million blocks).
 */
final class KnownBlocks {
  private BlockPlace[] slots;
  private int size;

  /**
   * @param expected how many blocks will be added, at least
   */
  private KnownBlocks(int expected) {
    slots = new BlockPlace[capacity(expected)];
  }

  /** All blocks of a tree. */
  static KnownBlocks of(Tree tree) {
    int count = 0;
    for (TreeEntry.File file : tree.files()) {
      count += file.blocks().size();
    }
    KnownBlocks known = new KnownBlocks(count);
    for (TreeEntry.File file : tree.files()) {
      for (BlockPlace block : file.blocks()) {
        known.add(block);
      }
    }
    return known;
  }

  /** A place of the block with this hash, or null. */
  @Nullable BlockPlace find(BlockHash hash) {
    return slots[slot(slots, hash)];
  }

  /** Adds a block, unless one of its hash is there. */
  void add(BlockPlace block) {
    // At most half full, so that a search ends after one or two steps.
    if (size * 2 >= slots.length) {
      grow();
    }
    int slot = slot(slots, block.hash());
    if (slots[slot] == null) {
      slots[slot] = block;
      size++;
    }
  }

  private void grow() {
    BlockPlace[] larger = new BlockPlace[Math.multiplyExact(slots.length, 2)];
    for (BlockPlace block : slots) {
      if (block != null) {
        larger[slot(larger, block.hash())] = block;
      }
    }
    slots = larger;
  }

  /** Where the block is, or would be. The hash is SHA-256: any of its bits are even enough. */
  private static int slot(BlockPlace[] slots, BlockHash hash) {
    int slot = hash.hashCode() & (slots.length - 1);
    while (slots[slot] != null && !slots[slot].hash().equals(hash)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static int capacity(int expected) {
    return Math.max(16, Integer.highestOneBit(Math.max(1, expected)) << 2);
  }
}
