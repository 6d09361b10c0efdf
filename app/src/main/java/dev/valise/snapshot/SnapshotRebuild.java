package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gives snapshots whose blocks are damaged manifests that point to intact copies of these blocks,
 * where other snapshots of the same owner have some. Used once, by one thread.
 */
final class SnapshotRebuild {
  private final BlobStore blobs;
  private final Vault vault;
  private final Supplier<BlobKey> newKey;
  private final SnapshotReport report;
  private final ManifestWalk walk;
  private final BlockSearch search;

  /**
   * @param newKey makes the key of a new manifest
   * @param report says what is damaged
   */
  SnapshotRebuild(BlobStore blobs, Vault vault, Supplier<BlobKey> newKey, SnapshotReport report) {
    this.blobs = blobs;
    this.vault = vault;
    this.newKey = newKey;
    this.report = report;
    this.walk = new ManifestWalk(blobs, vault);
    this.search = new BlockSearch(blobs, vault);
  }

  /**
   * Rebuilds what can be.
   *
   * @param sources manifests of snapshots in which to look for blocks, the broken ones included
   * @return the new ones by the manifests that they replace
   */
  Map<BlobKey, RebuiltSnapshot> run(Collection<BlobKey> sources) throws IOException {
    List<BlobKey> broken = report.broken().stream().filter(this::isToMend).toList();
    for (BlobKey manifest : broken) {
      forEachBad(manifest, search::want);
    }
    for (BlobKey source : sources) {
      if (!search.isDone()) {
        walk.open(source).ifPresent(opened -> search.in(opened.tree()));
      }
    }
    Map<BlobKey, RebuiltSnapshot> rebuilt = new HashMap<>();
    for (BlobKey manifest : broken) {
      if (isComplete(manifest)) {
        rebuilt.put(manifest, rebuild(manifest));
      }
    }
    return rebuilt;
  }

  /** What cannot be read now, or by this program, may be whole. */
  private boolean isToMend(BlobKey manifest) {
    for (BlobKey cause : report.causes(manifest)) {
      BlobFault fault = report.faults().get(cause);
      if (fault instanceof BlobFault.Unreadable || fault instanceof BlobFault.Newer) {
        return false;
      }
    }
    return walk.open(manifest).isPresent();
  }

  private void forEachBad(BlobKey manifest, Consumer<BlockPlace> each) {
    Tree tree = walk.open(manifest).map(ManifestWalk.Opened::tree).orElse(Tree.EMPTY);
    Map<BlobKey, PackIndex> used = tree.usedPacks();
    for (TreeEntry.File file : tree.files()) {
      for (BlockPlace block : file.blocks()) {
        if (report.bad().has(block, used)) {
          each.accept(block);
        }
      }
    }
  }

  private boolean isComplete(BlobKey manifest) {
    var lost = new AtomicBoolean();
    forEachBad(manifest, block -> lost.compareAndSet(false, search.found(block).isEmpty()));
    return !lost.get();
  }

  private RebuiltSnapshot rebuild(BlobKey manifest) throws IOException {
    var before = new Snapshot(blobs, vault, StoredManifest.read(blobs, vault, manifest));
    Tree mended = mended(before.layers().tree());
    Layers.Next next = before.layers().next(mended);
    BlobKey key = newKey.get();
    long size =
        StoredManifest.write(blobs, vault, key, next.base(), next.changes(), before.attachments());
    List<BlobKey> needs = new ArrayList<>();
    needs.add(key);
    needs.addAll(next.below().manifests());
    needs.addAll(mended.usedPacks().keySet());
    return new RebuiltSnapshot(key, size, needs);
  }

  private Tree mended(Tree tree) {
    Map<BlobKey, PackIndex> used = tree.usedPacks();
    Map<BlobKey, PackIndex> packs = new HashMap<>(tree.packs());
    List<TreeEntry> entries = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      entries.add(
          switch (entry) {
            case TreeEntry.Folder folder -> folder;
            case TreeEntry.File file -> mended(file, used, packs);
          });
    }
    return Tree.of(entries, packs);
  }

  private TreeEntry.File mended(
      TreeEntry.File file, Map<BlobKey, PackIndex> used, Map<BlobKey, PackIndex> packs) {
    List<BlockPlace> blocks = new ArrayList<>();
    for (BlockPlace block : file.blocks()) {
      if (report.bad().has(block, used)) {
        BlockSearch.Found found = search.found(block).orElseThrow();
        packs.put(found.pack().key(), found.pack());
        blocks.add(found.block());
      } else {
        blocks.add(block);
      }
    }
    return new TreeEntry.File(file.path(), file.mode(), file.modifiedNanos(), file.size(), blocks);
  }
}
