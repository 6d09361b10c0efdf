package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.NoSuchBlobException;
import dev.valise.snapshot.PackIndex.SegmentPlace;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Opens segments, and keeps those used last: the pages of a database come from as many packs as it
 * was changed in saves, in turn. Thread-safe; two threads that want the same segment open it once.
 */
final class SegmentCache {

  /** Holds a segment of each of many small packs, or a few whole ones for each thread. */
  private static final long BYTES = 24 << 20;

  private final BlobStore blobs;
  private final Vault vault;
  private final Map<BlobKey, PackIndex> packs;
  private final Map<SegmentId, FutureTask<byte[]>> opened = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<BlobKey, FutureTask<Integer>> headers = new ConcurrentHashMap<>();
  private long bytes;

  private record SegmentId(BlobKey pack, int segment) {}

  SegmentCache(BlobStore blobs, Vault vault, Map<BlobKey, PackIndex> packs) {
    this.blobs = blobs;
    this.vault = vault;
    this.packs = packs;
  }

  /**
   * The plain bytes of a segment; nobody changes them.
   *
   * @throws DamagedSnapshotException when it is missing or was changed
   */
  byte[] segment(BlobKey pack, int segment) throws IOException {
    var id = new SegmentId(pack, segment);
    FutureTask<byte[]> opening;
    synchronized (opened) {
      FutureTask<byte[]> known = opened.get(id);
      if (known != null) {
        opening = known;
      } else {
        opening = new FutureTask<>(() -> open(id));
        opened.put(id, opening);
      }
    }
    // Of several calls one runs, whoever comes first; the others return at once.
    opening.run();
    return Background.result(opening);
  }

  private byte[] open(SegmentId id) throws IOException {
    PackIndex pack = packs.get(id.pack());
    if (pack == null || id.segment() >= pack.segments().size()) {
      throw new DamagedSnapshotException(id.pack(), "it has no segment " + id.segment());
    }
    try {
      checkHeader(id.pack());
      SegmentPlace place = pack.segments().get(id.segment());
      byte[] sealed = blobs.read(id.pack(), place.offset(), place.length());
      byte[] plain = Envelope.open(vault, id.pack(), id.segment(), sealed);
      makeRoom(plain.length);
      return plain;
    } catch (NoSuchBlobException e) {
      throw DamagedSnapshotException.missing(id.pack());
    } catch (EOFException e) {
      throw new DamagedSnapshotException(id.pack(), "it is too short");
    }
  }

  /** Once, whoever of several threads comes first. */
  private void checkHeader(BlobKey pack) throws IOException {
    FutureTask<Integer> check =
        headers.computeIfAbsent(
            pack,
            key ->
                new FutureTask<>(
                    () -> FormatHeader.PACK.check(key, blobs.read(key, 0, FormatHeader.LENGTH))));
    check.run();
    try {
      var _ = Background.result(check);
    } catch (IOException | RuntimeException | Error e) {
      headers.remove(pack, check);
      throw e;
    }
  }

  private void makeRoom(long newBytes) {
    synchronized (opened) {
      bytes += newBytes;
      Iterator<FutureTask<byte[]>> eldest = opened.values().iterator();
      while (bytes > BYTES && eldest.hasNext()) {
        FutureTask<byte[]> task = eldest.next();
        if (task.state() == Future.State.SUCCESS) {
          bytes -= task.resultNow().length;
          eldest.remove();
        }
      }
    }
  }
}
