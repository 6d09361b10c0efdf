package dev.valise.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How long the blocks of a file are. Nothing in a user-data-dir shifts bytes inside a large file,
 * so aligned blocks find what did not change as well as content-defined ones, and cost less.
 */
final class BlockSplitter {

  /** The pages of Chromium's databases, which SQLite writes in place. */
  static final int PAGE = 4 << 10;

  /** For what is written once, or whole. */
  static final int BLOCK = 64 << 10;

  /** Up to here, what is written whole may as well change in part. */
  private static final int SMALL = 256 << 10;

  /** https://www.sqlite.org/fileformat.html, the header string. */
  private static final byte[] SQLITE_HEADER =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** LevelDB's log and list of tables, which it appends to (leveldb/doc/impl.md). */
  private static final Pattern APPENDED = Pattern.compile("(.*/)?([0-9]+\\.log|MANIFEST-[0-9]+)");

  /**
   * LevelDB's tables, and the entries of Chromium's simple cache, in which the service workers'
   * caches are too (net/disk_cache/simple/simple_util.cc): written once.
   */
  private static final Pattern WRITTEN_ONCE =
      Pattern.compile("(.*/)?([0-9]+\\.ldb|[0-9a-f]{16}_[0-9s])");

  private BlockSplitter() {}

  /**
   * The length of all blocks but the last, for a file that was not there before.
   *
   * @param size of the file, in bytes
   * @param start its first bytes, of which {@code length} are read
   */
  static int blockLength(String path, long size, byte[] start, int length) {
    if (WRITTEN_ONCE.matcher(path).matches()) {
      return BLOCK;
    }
    boolean small = size <= SMALL;
    return small || isSqlite(start, length) || APPENDED.matcher(path).matches() ? PAGE : BLOCK;
  }

  /** The length that a file keeps, or 0 when its blocks before do not tell one. */
  static int blockLength(List<BlockPlace> before) {
    if (before.isEmpty()) {
      return 0;
    }
    int first = before.getFirst().length();
    if (before.size() == 1) {
      return first > PAGE && first <= BLOCK ? BLOCK : 0;
    }
    return first == PAGE || first == BLOCK ? first : 0;
  }

  private static boolean isSqlite(byte[] start, int length) {
    return length >= SQLITE_HEADER.length
        && Arrays.equals(start, 0, SQLITE_HEADER.length, SQLITE_HEADER, 0, SQLITE_HEADER.length);
  }
}
