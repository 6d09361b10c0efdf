package dev.valise.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads files back block by block, checking every seal and every hash. Used by one thread. */
final class FileContent {
  private final SegmentCache segments;
  private final BlockHasher hasher = new BlockHasher();

  FileContent(SegmentCache segments) {
    this.segments = segments;
  }

  /** Writes the content of a file, what lies together in one piece. */
  void copy(TreeEntry.File file, OutputStream out) throws IOException {
    List<BlockPlace> blocks = file.blocks();
    for (int next = 0; next < blocks.size(); ) {
      BlockPlace first = blocks.get(next);
      byte[] plain = segments.segment(first.pack(), first.segment());
      BlockPlace last = first;
      check(file, first, plain);
      for (next++; next < blocks.size() && last.isFollowedBy(blocks.get(next)); next++) {
        last = blocks.get(next);
        check(file, last, plain);
      }
      out.write(plain, first.offset(), last.offset() + last.length() - first.offset());
    }
  }

  private void check(TreeEntry.File file, BlockPlace block, byte[] plain)
      throws DamagedSnapshotException {
    if (!isIntact(block, plain, hasher)) {
      throw new DamagedSnapshotException(
          block.pack(), "a block of '" + file.path() + "' is another");
    }
  }

  /**
   * Whether a block is the one that its hash names.
   *
   * @param plain the segment that it lies in
   */
  static boolean isIntact(BlockPlace block, byte[] plain, BlockHasher hasher) {
    return block.offset() >= 0
        && block.length() >= 0
        && block.length() <= plain.length - block.offset()
        && hasher.hash(plain, block.offset(), block.length()).equals(block.hash());
  }
}
