package dev.valise.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Reads files back block by block, checking every seal and every hash. Used by one thread. */
final class FileContent {
  private final SegmentCache segments;
  private final BlockHasher hasher = new BlockHasher();

  FileContent(SegmentCache segments) {
    this.segments = segments;
  }

  /** Blocks that lie together in a segment and in a file. */
  private interface Run {
    void accept(byte[] plain, int offset, int length, long position) throws IOException;
  }

  /** Writes the content of a file. */
  void copy(TreeEntry.File file, OutputStream out) throws IOException {
    forEachRun(file, false, (plain, offset, length, _) -> out.write(plain, offset, length));
  }

  /** Writes the content into an empty file; what is zero there already is left out. */
  void copy(TreeEntry.File file, FileChannel out) throws IOException {
    forEachRun(
        file,
        true,
        (plain, offset, length, position) ->
            write(ByteBuffer.wrap(plain, offset, length), out, position));
    if (file.size() > 0 && out.size() < file.size()) {
      write(ByteBuffer.allocate(1), out, file.size() - 1);
    }
  }

  private static void write(ByteBuffer bytes, FileChannel out, long position) throws IOException {
    for (long at = position; bytes.hasRemaining(); ) {
      at += out.write(bytes, at);
    }
  }

  private void forEachRun(TreeEntry.File file, boolean withoutZeros, Run run) throws IOException {
    List<BlockPlace> blocks = file.blocks();
    long position = 0;
    for (int next = 0; next < blocks.size(); ) {
      BlockPlace first = blocks.get(next++);
      if (withoutZeros && ZeroBlocks.has(first)) {
        position += first.length();
        continue;
      }
      byte[] plain = segments.segment(first.pack(), first.segment());
      check(file, first, plain);
      BlockPlace last = first;
      while (next < blocks.size()
          && last.isFollowedBy(blocks.get(next))
          && !(withoutZeros && ZeroBlocks.has(blocks.get(next)))) {
        last = blocks.get(next++);
        check(file, last, plain);
      }
      int length = last.offset() + last.length() - first.offset();
      run.accept(plain, first.offset(), length, position);
      position += length;
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
