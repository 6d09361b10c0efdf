package dev.valise.snapshot;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the blocks of one save, and adds to its pack those that neither the snapshot before nor
 * this save has. Used by one thread.
 */
final class NewBlocks {
  private final Tree before;
  private final PackWriter pack;
  private final BlockHasher hasher = new BlockHasher();

  /** Made when a block is not where it was before: a save in which little changed never does. */
  private @Nullable KnownBlocks known;

  NewBlocks(Tree before, PackWriter pack) {
    this.before = before;
    this.pack = pack;
  }

  /**
   * Where the block lies.
   *
   * @param expected where the same part of the same file lay before
   */
  BlockPlace place(byte[] bytes, int offset, int length, @Nullable BlockPlace expected)
      throws IOException {
    BlockHash hash = hasher.hash(bytes, offset, length);
    if (expected != null && expected.length() == length && expected.hash().equals(hash)) {
      return expected;
    }
    if (known == null) {
      known = KnownBlocks.of(before);
    }
    BlockPlace same = known.find(hash);
    if (same == null) {
      same = pack.add(hash, bytes, offset, length);
      known.add(same);
    }
    return same;
  }
}
