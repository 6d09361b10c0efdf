package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.NoSuchBlobException;
import dev.valise.snapshot.Manifest.BlockPlace;
import dev.valise.snapshot.Manifest.PackIndex;
import dev.valise.snapshot.Manifest.SegmentPlace;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads blocks back, checking every seal and every hash. Keeps the segments used last, because
 * files that were saved together are read together. Used by one thread.
 */
final class BlockReader {
  private static final int SEGMENTS_KEPT = 8;

  private final BlobStore blobs;
  private final Vault vault;
  private final Manifest manifest;
  private final Map<SegmentId, byte[]> opened =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SegmentId, byte[]> eldest) {
          return size() > SEGMENTS_KEPT;
        }
      };

  /** The packs whose header is what it should be. */
  private final Set<BlobKey> checked = new HashSet<>();

  private record SegmentId(int pack, int segment) {}

  BlockReader(BlobStore blobs, Vault vault, Manifest manifest) {
    this.blobs = blobs;
    this.vault = vault;
    this.manifest = manifest;
  }

  /** Writes the content of a file. */
  void copy(Manifest.FileEntry file, OutputStream out) throws IOException {
    for (BlockPlace block : file.blocks()) {
      byte[] segment = segment(block.pack(), block.segment());
      if (block.offset() + block.length() > segment.length
          || !BlockHash.of(segment, block.offset(), block.length()).equals(block.hash())) {
        throw new DamagedSnapshotException(
            manifest.packs().get(block.pack()).key(), "a block of " + file.path() + " is another");
      }
      out.write(segment, block.offset(), block.length());
    }
  }

  private byte[] segment(int pack, int segment) throws IOException {
    var id = new SegmentId(pack, segment);
    byte[] plain = opened.get(id);
    if (plain == null) {
      plain = open(manifest.packs().get(pack), segment);
      opened.put(id, plain);
    }
    return plain;
  }

  private byte[] open(PackIndex pack, int segment) throws IOException {
    SegmentPlace place = pack.segments().get(segment);
    try {
      if (!checked.contains(pack.key())) {
        FormatHeader.PACK.check(pack.key(), blobs.read(pack.key(), 0, FormatHeader.LENGTH));
        checked.add(pack.key());
      }
      byte[] sealed = blobs.read(pack.key(), place.offset(), place.length());
      return Envelope.open(vault, pack.key(), segment, sealed);
    } catch (NoSuchBlobException | EOFException e) {
      throw new DamagedSnapshotException(pack.key(), "it is missing or too short");
    }
  }
}
