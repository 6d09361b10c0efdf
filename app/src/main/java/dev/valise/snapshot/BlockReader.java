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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads blocks back, checking every seal and every hash. Keeps the segments used last, because
 * files that were saved together are read together. Used by one thread.
 */
final class BlockReader {
  private static final int SEGMENTS_KEPT = 8;

  private final BlobStore blobs;
  private final Vault vault;
  private final Manifest manifest;
  private final Map<SegmentId, CompletableFuture<byte[]>> opened =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<SegmentId, CompletableFuture<byte[]>> eldest) {
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

  /** Writes the content of a file, what lies together in one piece. */
  void copy(Manifest.FileEntry file, OutputStream out) throws IOException {
    List<BlockPlace> blocks = file.blocks();
    for (int next = 0; next < blocks.size(); ) {
      BlockPlace first = blocks.get(next);
      byte[] plain = segment(first.pack(), first.segment());
      int end = first.offset();
      while (next < blocks.size() && follows(blocks.get(next), first, end)) {
        check(file, blocks.get(next), plain);
        end += blocks.get(next).length();
        next++;
      }
      out.write(plain, first.offset(), end - first.offset());
    }
  }

  private static boolean follows(BlockPlace block, BlockPlace first, int end) {
    return block.pack() == first.pack()
        && block.segment() == first.segment()
        && block.offset() == end;
  }

  private void check(Manifest.FileEntry file, BlockPlace block, byte[] plain)
      throws DamagedSnapshotException {
    if (block.offset() + block.length() > plain.length
        || !BlockHash.of(plain, block.offset(), block.length()).equals(block.hash())) {
      throw new DamagedSnapshotException(
          manifest.packs().get(block.pack()).key(), "a block of " + file.path() + " is another");
    }
  }

  /**
   * A segment, while the one after it is being opened: files lie in packs in the order of paths.
   */
  private byte[] segment(int pack, int segment) throws IOException {
    CompletableFuture<byte[]> plain = opening(pack, segment);
    if (segment + 1 < manifest.packs().get(pack).segments().size()) {
      var _ = opening(pack, segment + 1);
    }
    try {
      return plain.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private CompletableFuture<byte[]> opening(int pack, int segment) throws IOException {
    var id = new SegmentId(pack, segment);
    CompletableFuture<byte[]> plain = opened.get(id);
    if (plain == null) {
      PackIndex index = manifest.packs().get(pack);
      checkHeader(index);
      plain = new CompletableFuture<>();
      opened.put(id, plain);
      CompletableFuture<byte[]> result = plain;
      Thread.startVirtualThread(() -> open(index, segment, result));
    }
    return plain;
  }

  private void checkHeader(PackIndex pack) throws IOException {
    if (checked.contains(pack.key())) {
      return;
    }
    try {
      FormatHeader.PACK.check(pack.key(), blobs.read(pack.key(), 0, FormatHeader.LENGTH));
      checked.add(pack.key());
    } catch (NoSuchBlobException | EOFException e) {
      throw missing(pack);
    }
  }

  private void open(PackIndex pack, int segment, CompletableFuture<byte[]> result) {
    SegmentPlace place = pack.segments().get(segment);
    try {
      byte[] sealed = blobs.read(pack.key(), place.offset(), place.length());
      result.complete(Envelope.open(vault, pack.key(), segment, sealed));
    } catch (NoSuchBlobException | EOFException e) {
      result.completeExceptionally(missing(pack));
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static DamagedSnapshotException missing(PackIndex pack) {
    return new DamagedSnapshotException(pack.key(), "it is missing or too short");
  }
}
