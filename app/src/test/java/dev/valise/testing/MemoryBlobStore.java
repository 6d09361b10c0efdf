package dev.valise.testing;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.blob.NoSuchBlobException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Blobs that live as long as this object does. */
public final class MemoryBlobStore implements BlobStore {
  private final Map<BlobKey, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<BlobKey, Instant> writtenAt = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** Listings say that all was written long ago. */
  public MemoryBlobStore() {
    this(() -> Instant.EPOCH);
  }

  /**
   * @param clock tells when a blob was written
   */
  public MemoryBlobStore(InstantSource clock) {
    this.clock = clock;
  }

  /** All keys, in their order. */
  public List<BlobKey> keys() {
    return blobs.keySet().stream()
        .sorted((one, other) -> one.value().compareTo(other.value()))
        .toList();
  }

  @Override
  public BlobUpload upload(BlobKey key) {
    return new MemoryUpload(key);
  }

  @Override
  public InputStream read(BlobKey key) throws IOException {
    return new ByteArrayInputStream(bytes(key));
  }

  @Override
  public byte[] read(BlobKey key, long offset, int length) throws IOException {
    byte[] bytes = bytes(key);
    if (offset + length > bytes.length) {
      throw new EOFException("blob " + key + " ends before " + (offset + length));
    }
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }

  @Override
  public void delete(BlobKey key) {
    blobs.remove(key);
    writtenAt.remove(key);
  }

  @Override
  public void list(String prefix, Consumer<BlobInfo> visitor) {
    String start = new BlobKey(prefix + "/x").value().substring(0, prefix.length() + 1);
    blobs.forEach((key, bytes) -> {
      if (key.value().startsWith(start)) {
        visitor.accept(new BlobInfo(key, bytes.length, writtenAt.getOrDefault(key, Instant.EPOCH)));
      }
    });
  }

  private byte[] bytes(BlobKey key) throws NoSuchBlobException {
    byte[] bytes = blobs.get(key);
    if (bytes == null) {
      throw new NoSuchBlobException(key);
    }
    return bytes;
  }

  private final class MemoryUpload extends BlobUpload {
    private final BlobKey key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MemoryUpload(BlobKey key) {
      this.key = key;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void write(byte[] more, int offset, int length) {
      bytes.write(more, offset, length);
    }

    @Override
    public long commit() {
      writtenAt.put(key, clock.instant());
      blobs.put(key, bytes.toByteArray());
      return bytes.size();
    }
  }
}
