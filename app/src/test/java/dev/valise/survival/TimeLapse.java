package dev.valise.survival;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/**
 * Time that passes 600 times as fast, so that a grace period of an hour is over after six seconds
 * and a save that takes longer than five is refused: processes with the same start share it.
 */
record TimeLapse(Instant start, InstantSource real) implements InstantSource {
  private static final int FACTOR = 600;

  /** Starts now. */
  static TimeLapse now() {
    return startedAt(Clock.tickMillis(ZoneOffset.UTC).instant());
  }

  static TimeLapse startedAt(Instant start) {
    return new TimeLapse(start, Clock.tickMillis(ZoneOffset.UTC));
  }

  @Override
  public Instant instant() {
    return lapsed(real.instant());
  }

  private Instant lapsed(Instant now) {
    return start.plus(Duration.between(start, now).multipliedBy(FACTOR));
  }

  /** The same blobs, written when this clock says that they were. */
  BlobStore of(BlobStore blobs) {
    return new Lapsed(blobs);
  }

  private final class Lapsed implements BlobStore {
    private final BlobStore blobs;

    Lapsed(BlobStore blobs) {
      this.blobs = blobs;
    }

    @Override
    public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
      blobs.list(
          prefix,
          blob -> visitor.accept(new BlobInfo(blob.key(), blob.size(), lapsed(blob.writtenAt()))));
    }

    @Override
    public BlobUpload upload(BlobKey key) throws IOException {
      return blobs.upload(key);
    }

    @Override
    public InputStream read(BlobKey key) throws IOException {
      return blobs.read(key);
    }

    @Override
    public byte[] read(BlobKey key, long offset, int length) throws IOException {
      return blobs.read(key, offset, length);
    }

    @Override
    public void delete(BlobKey key) throws IOException {
      blobs.delete(key);
    }
  }
}
