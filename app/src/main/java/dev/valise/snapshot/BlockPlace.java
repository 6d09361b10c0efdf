package dev.valise.snapshot;

import dev.valise.blob.BlobKey;

/**
 * A block, and where it lies: in a segment that is opened and decompressed.
 *
 * @param segment counts the segments of the pack, from 0
 * @param offset from the segment's start, in bytes
 * @param length in bytes
 */
record BlockPlace(BlockHash hash, BlobKey pack, int segment, int offset, int length) {

  /** Whether {@code next} lies right behind this block. */
  boolean isFollowedBy(BlockPlace next) {
    return next.offset == offset + length && next.segment == segment && next.pack.equals(pack);
  }
}
