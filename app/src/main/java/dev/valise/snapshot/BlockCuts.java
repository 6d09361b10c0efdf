package dev.valise.snapshot;

/**
 * Where a file is cut into blocks.
 *
 * @param length of the blocks, all but those that a cut or the end of the file shortens
 * @param tail where a block begins besides, in bytes from the start; 0 for nowhere
 */
record BlockCuts(int length, long tail) {

  static BlockCuts every(int length) {
    return new BlockCuts(length, 0);
  }

  /** Where the block that begins at {@code start} ends, in a file that goes on for so long. */
  long end(long start) {
    long next = start - start % length + length;
    return start < tail && tail < next ? tail : next;
  }
}
