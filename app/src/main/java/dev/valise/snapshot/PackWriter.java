package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Writes one pack: collects blocks until a segment is full, then compresses, seals and appends it
 * while the next one fills. Used by one thread; holds a few segments in memory. A writer that got
 * no block writes nothing.
 */
final class PackWriter implements AutoCloseable {

  /** Small enough that reading one block costs little, large enough that zstd finds repetitions. */
  static final int SEGMENT_BYTES = 1 << 20;

  /** Compressing is what takes longest: all processors, and one segment for each that waits. */
  private static final int IN_FLIGHT = 1 + Runtime.getRuntime().availableProcessors();

  private final BlobStore blobs;
  private final Vault vault;
  private final BlobKey key;
  private final Semaphore free = new Semaphore(IN_FLIGHT);
  private final List<PackIndex.SegmentPlace> written = new ArrayList<>();
  private CompletableFuture<Void> appended = CompletableFuture.completedFuture(null);
  private byte[] segment = {};
  private int filled;
  private int segments;
  private long position;
  private @Nullable BlobUpload upload;

  PackWriter(BlobStore blobs, BlobKey key, Vault vault) {
    this.blobs = blobs;
    this.key = key;
    this.vault = vault;
  }

  /** Adds a block of at most {@link #SEGMENT_BYTES} and says where it lies. */
  BlockPlace add(BlockHash hash, byte[] bytes, int offset, int length) throws IOException {
    if (filled + length > segment.length) {
      flush(Envelope.FAST);
      segment = new byte[SEGMENT_BYTES];
    }
    System.arraycopy(bytes, offset, segment, filled, length);
    var place = new BlockPlace(hash, key, segments, filled, length);
    filled += length;
    return place;
  }

  boolean isEmpty() {
    return segments == 0 && filled == 0;
  }

  /** Writes what is still in memory; nothing may be added after it. */
  PackIndex finish() throws IOException {
    flush(segments == 0 ? Envelope.THOROUGH : Envelope.FAST);
    await(appended);
    return new PackIndex(key, written);
  }

  /**
   * Makes the pack durable, after {@link #finish}.
   *
   * @return its size in bytes
   */
  long commit() throws IOException {
    if (upload == null) {
      throw new IllegalStateException("a pack without blocks");
    }
    return upload.commit();
  }

  private void flush(int level) throws IOException {
    if (filled == 0) {
      return;
    }
    if (upload == null) {
      upload = blobs.upload(key);
      upload.write(FormatHeader.PACK.bytes());
      position = FormatHeader.LENGTH;
    }
    BlobUpload target = upload;
    byte[] plain = segment;
    int length = filled;
    int number = segments++;
    filled = 0;
    free.acquireUninterruptibly();
    CompletableFuture<byte[]> sealed =
        CompletableFuture.supplyAsync(
            () -> Envelope.seal(vault, key, number, plain, length, level), Background::execute);
    appended =
        appended
            .thenAcceptBoth(
                sealed,
                (_, bytes) -> {
                  written.add(new PackIndex.SegmentPlace(position, bytes.length));
                  append(target, bytes);
                })
            .whenComplete((_, _) -> free.release());
    if (appended.isCompletedExceptionally()) {
      await(appended);
    }
  }

  private void append(BlobUpload target, byte[] bytes) {
    try {
      target.write(bytes);
      position += bytes.length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CompletableFuture<Void> future) throws IOException {
    try {
      future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case UncheckedIOException io -> throw io.getCause();
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  /** Leaves nothing behind unless the pack was committed. */
  @Override
  public void close() throws IOException {
    // Nobody may write into an upload that is closed.
    appended.exceptionally(_ -> null).join();
    if (upload != null) {
      upload.close();
    }
  }
}
