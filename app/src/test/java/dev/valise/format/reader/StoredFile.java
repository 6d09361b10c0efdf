package dev.valise.format.reader;

import java.util.List;

/**
 * A file of a snapshot.
 *
 * @param changed in nanoseconds since 1970-01-01T00:00Z
 */
record StoredFile(int mode, long changed, long size, List<Block> blocks) {

  /**
   * @param hash SHA-256 in hex
   * @param begin of the sealed segment in the pack
   * @param length of the sealed segment
   * @param offset in the plain segment
   * @param size of the block
   */
  record Block(
      String hash, String pack, int segment, long begin, int length, int offset, int size) {}
}
