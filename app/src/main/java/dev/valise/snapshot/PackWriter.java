package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.snapshot.Manifest.BlockPlace;
import dev.valise.snapshot.Manifest.PackIndex;
import dev.valise.snapshot.Manifest.SegmentPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one pack: collects blocks until a segment is full, compresses and seals it, and appends
 * it. A block that the pack has already is not written again. Used by one thread; holds one segment
 * in memory.
 */
final class PackWriter implements AutoCloseable {

  /** Small enough that reading one block costs little, large enough that zstd finds repetitions. */
  static final int SEGMENT_BYTES = 1 << 20;

  private final Vault vault;
  private final BlobKey key;
  private final BlobUpload upload;
  private final byte[] segment = new byte[SEGMENT_BYTES];
  private final List<SegmentPlace> segments = new ArrayList<>();
  private final Map<BlockHash, BlockPlace> known = new HashMap<>();
  private int filled;
  private long position;

  PackWriter(BlobStore blobs, BlobKey key, Vault vault) throws IOException {
    this.vault = vault;
    this.key = key;
    this.upload = blobs.upload(key);
    try {
      append(FormatHeader.PACK.bytes());
    } catch (IOException e) {
      // The caller gets no writer that could close the upload.
      try (upload) {
        throw e;
      }
    }
  }

  /** Adds a block of at most {@link #SEGMENT_BYTES} and says where it lies. */
  BlockPlace add(byte[] bytes, int offset, int length) throws IOException {
    BlockHash hash = BlockHash.of(bytes, offset, length);
    BlockPlace same = known.get(hash);
    if (same != null) {
      return same;
    }
    if (filled + length > segment.length) {
      flush();
    }
    System.arraycopy(bytes, offset, segment, filled, length);
    var place = new BlockPlace(hash, 0, segments.size(), filled, length);
    filled += length;
    known.put(hash, place);
    return place;
  }

  /** Makes the pack durable. */
  PackIndex commit() throws IOException {
    if (filled > 0) {
      flush();
    }
    upload.commit();
    return new PackIndex(key, segments);
  }

  /** What was written so far, in bytes. */
  long written() {
    return position;
  }

  private void flush() throws IOException {
    byte[] sealed = Envelope.seal(vault, key, segments.size(), segment, filled);
    segments.add(new SegmentPlace(position, sealed.length));
    append(sealed);
    filled = 0;
  }

  private void append(byte[] bytes) throws IOException {
    upload.write(bytes);
    position += bytes.length;
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }
}
