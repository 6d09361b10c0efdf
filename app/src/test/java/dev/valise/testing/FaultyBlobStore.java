package dev.valise.testing;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A blob store with faults by script: the n-th operation of a kind fails, or all from the n-th on,
 * or a stored byte changes.
 *
 * <p>Counts from the moment that it is made or told. The script is for one thread; uploads are
 * counted for all.
 */
public final class FaultyBlobStore implements BlobStore {

  /** What can fail. */
  public enum Operation {
    UPLOAD,
    WRITE,
    COMMIT,
    READ,
    READ_PART,
    DELETE,
    LIST
  }

  private final BlobStore sound;
  private final Map<Operation, Integer> failing = new EnumMap<>(Operation.class);
  private final AtomicInteger openUploads = new AtomicInteger();
  private int operations;
  private int lastSound = Integer.MAX_VALUE;

  public FaultyBlobStore(BlobStore sound) {
    this.sound = sound;
  }

  /** Lets the {@code nth} operation of this kind from now on fail, once; 1 is the next. */
  public void failOnce(Operation operation, int nth) {
    failing.put(operation, nth);
  }

  /** Lets all operations after the next {@code sound} ones fail: the disk is full. */
  public void failAllAfter(int sound) {
    operations = 0;
    lastSound = sound;
  }

  /** Ends all faults but those of changed bytes. */
  public void heal() {
    failing.clear();
    lastSound = Integer.MAX_VALUE;
  }

  /** How many operations there were since the last call of {@link #failAllAfter}. */
  public int operations() {
    return operations;
  }

  /** How many uploads were begun and not closed. */
  public int openUploads() {
    return openUploads.get();
  }

  /**
   * Changes one stored byte. It is flipped, not overwritten: a byte that is written over is the
   * same as before in one of 256 cases.
   *
   * @param bits which of its bits change, at least one of the low eight
   */
  public void flip(BlobKey key, int position, int bits) throws IOException {
    byte[] bytes;
    try (InputStream in = sound.read(key)) {
      bytes = in.readAllBytes();
    }
    bytes[position] ^= (byte) bits;
    try (BlobUpload upload = sound.upload(key)) {
      upload.write(bytes);
      upload.commit();
    }
  }

  private void perform(Operation operation) throws IOException {
    operations++;
    Integer left = failing.computeIfPresent(operation, (kind, nth) -> nth - 1);
    if (operations > lastSound) {
      throw new IOException("No space left on device");
    }
    if (left != null && left == 0) {
      failing.remove(operation);
      throw new IOException(operation + " was told to fail");
    }
  }

  @Override
  public BlobUpload upload(BlobKey key) throws IOException {
    perform(Operation.UPLOAD);
    return new FaultyUpload(sound.upload(key));
  }

  @Override
  public InputStream read(BlobKey key) throws IOException {
    perform(Operation.READ);
    return sound.read(key);
  }

  @Override
  public byte[] read(BlobKey key, long offset, int length) throws IOException {
    perform(Operation.READ_PART);
    return sound.read(key, offset, length);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    perform(Operation.DELETE);
    sound.delete(key);
  }

  @Override
  public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
    perform(Operation.LIST);
    sound.list(prefix, visitor);
  }

  private final class FaultyUpload extends BlobUpload {
    private final BlobUpload upload;
    private boolean open = true;

    FaultyUpload(BlobUpload upload) {
      this.upload = upload;
      openUploads.incrementAndGet();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      perform(Operation.WRITE);
      upload.write(bytes, offset, length);
    }

    @Override
    public long commit() throws IOException {
      perform(Operation.COMMIT);
      return upload.commit();
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        openUploads.decrementAndGet();
      }
      upload.close();
    }
  }
}
