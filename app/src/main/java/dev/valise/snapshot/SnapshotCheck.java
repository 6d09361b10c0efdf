package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks snapshots of one owner together: opens their manifests, and reads each segment of the
 * packs that they use once, however many of them use it. Used once, by one thread.
 */
final class SnapshotCheck {

  /** Segments and blocks at a time, of about 140 bytes each: the blocks of a gigabyte at least. */
  private static final int ROOM = 1 << 18;

  private final ManifestWalk walk;
  private final PackCheck packs;
  private final Collection<BlobKey> manifests;
  private final SnapshotReport report;
  private final int room;

  SnapshotCheck(
      BlobStore blobs, Vault vault, Collection<BlobKey> manifests, LongConsumer read, int room) {
    this.walk = new ManifestWalk(blobs, vault);
    this.packs = new PackCheck(blobs, vault, read);
    this.manifests = manifests;
    this.report = new SnapshotReport(packs.bad());
    this.room = room;
  }

  SnapshotCheck(BlobStore blobs, Vault vault, Collection<BlobKey> manifests, LongConsumer read) {
    this(blobs, vault, manifests, read, ROOM);
  }

  SnapshotReport run() throws IOException {
    Optional<SegmentId> from = Optional.empty();
    do {
      var expected = new ExpectedBlocks(from, room);
      for (BlobKey manifest : manifests) {
        walk.open(manifest).ifPresent(opened -> expected.add(opened.tree()));
      }
      expected.homeless().forEach(packs.bad()::addBlock);
      packs.check(expected.segments());
      from = expected.end();
    } while (from.isPresent());
    packs.bad().faults().values().forEach(report::fault);
    manifests.forEach(this::judge);
    return report;
  }

  /** One that could not be opened once was not looked at as a whole. */
  private void judge(BlobKey manifest) {
    Optional<ManifestWalk.Opened> opened = walk.open(manifest);
    Optional<BlobFault> fault = walk.fault(manifest);
    if (fault.isPresent()) {
      report.fault(fault.get());
      report.cause(manifest, fault.get().blob());
    } else if (opened.isPresent()) {
      report.needs(manifest, opened.get().needs());
      if (!packs.bad().isEmpty()) {
        judge(manifest, opened.get().tree());
      }
    }
  }

  private void judge(BlobKey manifest, Tree tree) {
    Map<BlobKey, PackIndex> used = tree.usedPacks();
    for (TreeEntry.File file : tree.files()) {
      for (BlockPlace block : file.blocks()) {
        if (packs.bad().has(block, used)) {
          report.cause(manifest, block.pack());
        }
      }
    }
  }
}
