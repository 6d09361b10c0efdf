package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.List;
import java.util.Map;

/**
 * The tree of a snapshot.
 *
 * @param packs the packs that its blocks lie in; {@link BlockPlace#pack} counts in this list
 * @param files in the order of their paths
 * @param attachments texts that belong to the snapshot and are no file of the folder, by name
 */
record Manifest(List<PackIndex> packs, List<FileEntry> files, Map<String, String> attachments) {
  Manifest {
    packs = List.copyOf(packs);
    files = List.copyOf(files);
    attachments = Map.copyOf(attachments);
  }

  /**
   * Where the segments of a pack lie.
   *
   * @param segments in the order of the pack
   */
  record PackIndex(BlobKey key, List<SegmentPlace> segments) {
    PackIndex {
      segments = List.copyOf(segments);
    }
  }

  /**
   * A sealed segment in its pack.
   *
   * @param offset from the pack's start, in bytes
   * @param length sealed, in bytes
   */
  record SegmentPlace(long offset, int length) {}

  /**
   * @param path relative, with slashes, without {@code .} and {@code ..}
   * @param size in bytes; the blocks' lengths add up to it
   * @param modifiedMillis since 1970-01-01T00:00Z
   */
  record FileEntry(String path, long size, long modifiedMillis, List<BlockPlace> blocks) {
    FileEntry {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * A block in a segment that is opened and decompressed.
   *
   * @param pack index into the manifest's packs
   * @param segment index into the pack's segments
   * @param offset from the segment's start, in bytes
   * @param length in bytes
   */
  record BlockPlace(BlockHash hash, int pack, int segment, int offset, int length) {}

  long bytes() {
    return files.stream().mapToLong(FileEntry::size).sum();
  }
}
