package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Reads segments, on all processors, and compares what is in them with what trees expect. Used by
 * one thread.
 */
final class PackCheck {
  private static final int READERS = Runtime.getRuntime().availableProcessors();

  private final BlobStore blobs;
  private final Vault vault;
  private final LongConsumer read;
  private final BadPlaces bad = new BadPlaces();
  private final Set<BlobKey> begun = ConcurrentHashMap.newKeySet();

  /**
   * @param read hears the length of each segment that is done with, one call at a time
   */
  PackCheck(BlobStore blobs, Vault vault, LongConsumer read) {
    this.blobs = blobs;
    this.vault = vault;
    this.read = read;
  }

  /** What was found so far. */
  BadPlaces bad() {
    return bad;
  }

  /** Reads each of these segments once. */
  void check(Map<SegmentId, Set<BlockPlace>> segments) throws IOException {
    var queue = new Queue(segments.entrySet().iterator());
    List<Background<Void>> others = new ArrayList<>();
    try {
      for (int i = 1; i < READERS; i++) {
        others.add(
            Background.start(() -> {
              check(queue);
              return null;
            }));
      }
      check(queue);
    } finally {
      queue.end();
      others.forEach(Background::close);
    }
    for (Background<Void> other : others) {
      other.join();
    }
  }

  private final class Queue {
    private final Iterator<Map.Entry<SegmentId, Set<BlockPlace>>> rest;
    private boolean ended;

    Queue(Iterator<Map.Entry<SegmentId, Set<BlockPlace>>> all) {
      this.rest = all;
    }

    synchronized Optional<Map.Entry<SegmentId, Set<BlockPlace>>> next() {
      return ended || !rest.hasNext() ? Optional.empty() : Optional.of(rest.next());
    }

    synchronized void done(SegmentId segment) {
      read.accept(segment.place().length());
    }

    synchronized void end() {
      ended = true;
    }
  }

  private void check(Queue queue) {
    var hasher = new BlockHasher();
    for (var next = queue.next(); next.isPresent(); next = queue.next()) {
      SegmentId segment = next.get().getKey();
      if (begin(segment.pack())) {
        check(segment, next.get().getValue(), hasher);
      }
      queue.done(segment);
    }
  }

  /** Reads the header of a pack once; a pack that has a fault as a whole is read no further. */
  private boolean begin(BlobKey pack) {
    if (begun.add(pack)) {
      try {
        FormatHeader.PACK.check(pack, blobs.read(pack, 0, FormatHeader.LENGTH));
      } catch (IOException e) {
        bad.addPack(BlobFault.of(pack, e));
      }
    }
    return !bad.hasPack(pack);
  }

  private void check(SegmentId segment, Set<BlockPlace> expected, BlockHasher hasher) {
    byte[] plain;
    try {
      plain = open(segment);
    } catch (IOException e) {
      bad.addSegment(segment, BlobFault.of(segment.pack(), e));
      return;
    }
    for (BlockPlace block : expected) {
      if (!FileContent.isIntact(block, plain, hasher)) {
        bad.addBlock(block);
      }
    }
  }

  private byte[] open(SegmentId segment) throws IOException {
    PackIndex.SegmentPlace place = segment.place();
    if (place.offset() < 0 || place.length() < 0 || place.length() > Envelope.MAX_SEALED) {
      throw new DamagedSnapshotException(segment.pack(), "it cannot have such a segment");
    }
    byte[] sealed = blobs.read(segment.pack(), place.offset(), place.length());
    return Envelope.open(vault, segment.pack(), segment.number(), sealed);
  }
}
