package dev.valise.snapshot;

import java.util.List;

/** Something in the tree of a snapshot. */
sealed interface TreeEntry {

  /** Relative, with slashes, without {@code .} and {@code ..}. */
  String path();

  /** Permission bits, 0 to 0777. */
  int mode();

  /**
   * A regular file.
   *
   * @param modifiedNanos since 1970-01-01T00:00Z
   * @param size in bytes; the blocks' lengths add up to it
   */
  record File(String path, int mode, long modifiedNanos, long size, List<BlockPlace> blocks)
      implements TreeEntry {
    public File {
      blocks = List.copyOf(blocks);
    }
  }

  /** A folder; what is in it are entries of their own. */
  record Folder(String path, int mode) implements TreeEntry {}
}
