package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies needed blocks out of packs into new ones, each block once, checking every hash. Used once,
 * by one thread; holds a few segments in memory.
 */
final class BlockCopy {

  /** Plain bytes of a new pack: a pack is what is read and rewritten as one the next time. */
  private static final long PACK_BYTES = 64L << 20;

  private final BlobStore blobs;
  private final Vault vault;
  private final Supplier<BlobKey> newKey;
  private final LongConsumer copied;
  private final BlockHasher hasher = new BlockHasher();
  private final Map<BlockHash, BlockPlace> places = new HashMap<>();
  private final Map<BlobKey, PackIndex> packs = new HashMap<>();
  private final List<SavedSnapshot.Written> written = new ArrayList<>();
  private @Nullable PackWriter open;
  private long openBytes;
  private long bytes;

  BlockCopy(BlobStore blobs, Vault vault, Supplier<BlobKey> newKey, LongConsumer copied) {
    this.blobs = blobs;
    this.vault = vault;
    this.newKey = newKey;
    this.copied = copied;
  }

  /**
   * What was copied.
   *
   * @param from the packs whose needed blocks all are at a new place
   * @param places the new ones, by what lies there
   * @param packs the new ones
   * @param written the new ones, with their sizes
   * @param damaged the packs that could not be copied
   */
  record Copied(
      Set<BlobKey> from,
      Map<BlockHash, BlockPlace> places,
      Map<BlobKey, PackIndex> packs,
      List<SavedSnapshot.Written> written,
      Map<BlobKey, DamagedSnapshotException> damaged) {}

  Copied run(List<LivePack> sources) throws IOException {
    Set<BlobKey> from = new HashSet<>();
    Map<BlobKey, DamagedSnapshotException> damaged = new HashMap<>();
    List<LivePack> inOrder =
        sources.stream().sorted(Comparator.comparing(pack -> pack.index().key().value())).toList();
    try {
      for (LivePack source : inOrder) {
        BlobKey key = source.index().key();
        try {
          copy(source);
          from.add(key);
        } catch (DamagedSnapshotException e) {
          damaged.put(key, e);
        }
      }
      finish();
    } finally {
      if (open != null) {
        open.close();
      }
    }
    return new Copied(from, places, packs, written, damaged);
  }

  private void copy(LivePack source) throws IOException {
    BlobKey key = source.index().key();
    var segments = new SegmentCache(blobs, vault, Map.of(key, source.index()));
    for (BlockPlace block : source.live()) {
      byte[] plain = segments.segment(key, block.segment());
      if (block.offset() + block.length() > plain.length
          || !hasher.hash(plain, block.offset(), block.length()).equals(block.hash())) {
        throw new DamagedSnapshotException(key, "a block of it is another");
      }
      if (!places.containsKey(block.hash())) {
        places.put(block.hash(), add(block, plain));
      }
      bytes += block.length();
      copied.accept(bytes);
    }
  }

  private BlockPlace add(BlockPlace block, byte[] plain) throws IOException {
    if (openBytes + block.length() > PACK_BYTES) {
      finish();
    }
    if (open == null) {
      open = new PackWriter(blobs, newKey.get(), vault);
    }
    openBytes += block.length();
    return open.add(block.hash(), plain, block.offset(), block.length());
  }

  private void finish() throws IOException {
    if (open != null) {
      try (PackWriter full = open) {
        PackIndex index = full.finish();
        packs.put(index.key(), index);
        written.add(new SavedSnapshot.Written(index.key(), full.commit()));
      }
      open = null;
      openBytes = 0;
    }
  }
}
