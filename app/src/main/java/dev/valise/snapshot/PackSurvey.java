package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how much of some packs is needed, and rewrites them without the rest. Used by one
 * thread; holds a place for every needed block of the packs in memory.
 *
 * <p>{@link #include} every snapshot that needs one of the packs, then ask.
 */
public final class PackSurvey {
  private final BlobStore blobs;
  private final Vault vault;
  private final Function<String, BlobKey> newKey;
  private final Set<BlobKey> wanted;
  private final Map<BlobKey, LivePack> packs = new HashMap<>();

  /**
   * @param newKey makes the key of a new blob of a kind
   */
  PackSurvey(BlobStore blobs, Vault vault, Function<String, BlobKey> newKey, Set<BlobKey> wanted) {
    this.blobs = blobs;
    this.vault = vault;
    this.newKey = newKey;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * Notes what a snapshot needs of the packs.
   *
   * @throws DamagedSnapshotException when one of its manifests is missing, or was changed
   */
  public void include(BlobKey manifest) throws IOException {
    Tree tree = Layers.read(blobs, vault, StoredManifest.read(blobs, vault, manifest)).tree();
    for (TreeEntry.File file : tree.files()) {
      for (BlockPlace block : file.blocks()) {
        LivePack pack = wanted.contains(block.pack()) ? pack(block.pack(), tree) : null;
        if (pack != null) {
          pack.need(block);
        }
      }
    }
  }

  private @Nullable LivePack pack(BlobKey key, Tree tree) {
    LivePack known = packs.get(key);
    PackIndex index = tree.packs().get(key);
    if (known == null && index != null) {
      known = new LivePack(index);
      packs.put(key, known);
    }
    return known;
  }

  /**
   * How much of a pack the included snapshots need, from 0 to 1: exact when it is less than half,
   * else at least half and maybe more than is said. Reads the pack where that cannot be told
   * otherwise.
   *
   * @throws DamagedSnapshotException when the pack is missing, or was changed
   */
  public double liveShare(BlobKey pack) throws IOException {
    LivePack known = packs.get(pack);
    return known == null ? 0 : known.share(cache(known));
  }

  /**
   * Copies the needed blocks of some of the packs into new ones, which are durable when this
   * returns. A pack that is damaged is left out of it, and {@linkplain Repack#damaged told}.
   *
   * @param copied hears the plain bytes that are copied so far, often
   */
  public Repack repack(Set<BlobKey> chosen, LongConsumer copied) throws IOException {
    List<LivePack> sources = new ArrayList<>();
    packs.forEach((key, pack) -> {
      if (chosen.contains(key)) {
        sources.add(pack);
      }
    });
    var copy = new BlockCopy(blobs, vault, () -> newKey.apply("packs"), copied);
    return new Repack(blobs, vault, newKey, copy.run(sources));
  }

  /** Plain bytes that {@link #repack} of these packs has to copy. */
  public long liveBytes(Set<BlobKey> chosen) {
    long bytes = 0;
    for (var pack : packs.entrySet()) {
      bytes += chosen.contains(pack.getKey()) ? pack.getValue().liveBytes() : 0;
    }
    return bytes;
  }

  private SegmentCache cache(LivePack pack) {
    return new SegmentCache(blobs, vault, Map.of(pack.index().key(), pack.index()));
  }
}
