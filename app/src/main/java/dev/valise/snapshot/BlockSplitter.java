package dev.valise.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How long the blocks of a file are. Nothing in a user-data-dir shifts bytes inside a large file,
 * so aligned blocks of one size find what did not change as well as content-defined ones, and cost
 * less.
 */
final class BlockSplitter {

  /** What SQLite changes is pages in place, and Chromium's databases have pages of this size. */
  private static final int SQLITE_BLOCK = 4 << 10;

  private static final int BLOCK = 64 << 10;

  /** https://www.sqlite.org/fileformat.html, the header string. */
  private static final byte[] SQLITE_HEADER =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** The length of the longest block, in bytes. */
  static final int MAX_BLOCK = BLOCK;

  private BlockSplitter() {}

  /** The length of all blocks but the last, judged by the file's first bytes. */
  static int blockLength(byte[] start, int length) {
    boolean sqlite =
        length >= SQLITE_HEADER.length
            && Arrays.equals(
                start, 0, SQLITE_HEADER.length, SQLITE_HEADER, 0, SQLITE_HEADER.length);
    return sqlite ? SQLITE_BLOCK : BLOCK;
  }
}
