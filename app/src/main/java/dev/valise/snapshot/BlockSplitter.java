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

  /**
   * LevelDB's log and list of tables, which it appends to (leveldb/doc/impl.md), and what
   * Chromium's other cache writes in place (net/disk_cache/blockfile/disk_format.h).
   */
  private static final Pattern IN_PARTS =
      Pattern.compile("(.*/)?([0-9]+\\.log|MANIFEST-[0-9]+|index|data_[0-9])");

  /** LevelDB's tables: written once. */
  private static final Pattern TABLE = Pattern.compile("(.*/)?[0-9]+\\.ldb");

  /**
   * Entries of Chromium's simple cache, in which the service workers' caches are too: the answer of
   * a server, written once, and behind it its headers, which are written again when the server says
   * that the answer is still good (net/disk_cache/simple/simple_entry_format.h, streams 1 and 0).
   */
  private static final Pattern CACHE_ENTRY = Pattern.compile("(.*/)?[0-9a-f]{16}_[0-9s]");

  /** Headers are a few KB at the most; what is not much longer is not worth another block. */
  private static final int HEADERS = PAGE;

  private static final int WITH_HEADERS_APART = 4 * PAGE;

  private BlockSplitter() {}

  /**
   * How to cut a file.
   *
   * @param size of the file, in bytes
   * @param start its first bytes, of which {@code read} are read
   * @param before the blocks that it had
   */
  static BlockCuts cuts(String path, long size, byte[] start, int read, List<BlockPlace> before) {
    if (CACHE_ENTRY.matcher(path).matches()) {
      return size > WITH_HEADERS_APART
          ? new BlockCuts(BLOCK, (size - HEADERS) / PAGE * PAGE)
          : BlockCuts.every(BLOCK);
    }
    if (TABLE.matcher(path).matches()) {
      return BlockCuts.every(BLOCK);
    }
    int kept = keptLength(before);
    if (kept > 0) {
      return BlockCuts.every(kept);
    }
    boolean paged = size <= SMALL || isSqlite(start, read) || IN_PARTS.matcher(path).matches();
    return BlockCuts.every(paged ? PAGE : BLOCK);
  }

  /** The length that a file keeps, or 0 when its blocks before do not tell one. */
  private static int keptLength(List<BlockPlace> before) {
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
