package dev.valise.testing;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A blob store whose commits wait until it is released, so that a save can be looked at. */
public final class HeldBlobStore implements BlobStore {
  private final BlobStore store;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  public HeldBlobStore(BlobStore store) {
    this.store = store;
  }

  /** Waits until somebody wants to commit. */
  public void awaitCommit() throws InterruptedException {
    reached.await();
  }

  /** Lets all commits through, from now on for ever. */
  public void release() {
    released.countDown();
  }

  @Override
  public BlobUpload upload(BlobKey key) throws IOException {
    return new HeldUpload(store.upload(key));
  }

  @Override
  public InputStream read(BlobKey key) throws IOException {
    return store.read(key);
  }

  @Override
  public byte[] read(BlobKey key, long offset, int length) throws IOException {
    return store.read(key, offset, length);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    store.delete(key);
  }

  @Override
  public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
    store.list(prefix, visitor);
  }

  private final class HeldUpload extends BlobUpload {
    private final BlobUpload upload;

    HeldUpload(BlobUpload upload) {
      this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
      upload.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      upload.write(bytes, offset, length);
    }

    @Override
    public long commit() throws IOException {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      return upload.commit();
    }

    @Override
    public void close() throws IOException {
      upload.close();
    }
  }
}
