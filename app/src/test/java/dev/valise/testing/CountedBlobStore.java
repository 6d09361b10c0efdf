package dev.valise.testing;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A blob store whose calls count together with those of others, and may fail with them. */
public record CountedBlobStore(BlobStore sound, Faults faults) implements BlobStore {

  @Override
  public BlobUpload upload(BlobKey key) throws IOException {
    return new CountedUpload(call(() -> sound.upload(key)), faults);
  }

  @Override
  public InputStream read(BlobKey key) throws IOException {
    return call(() -> sound.read(key));
  }

  @Override
  public byte[] read(BlobKey key, long offset, int length) throws IOException {
    return call(() -> sound.read(key, offset, length));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    call(() -> {
      sound.delete(key);
      return key;
    });
  }

  @Override
  public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
    call(() -> {
      sound.list(prefix, visitor);
      return prefix;
    });
  }

  private <T> T call(Callable<T> call) throws IOException {
    return call(faults, call);
  }

  private static <T> T call(Faults faults, Callable<T> call) throws IOException {
    try {
      return faults.call(call, IOException::new);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static final class CountedUpload extends BlobUpload {
    private final BlobUpload upload;
    private final Faults faults;

    CountedUpload(BlobUpload upload, Faults faults) {
      this.upload = upload;
      this.faults = faults;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      call(
          faults,
          () -> {
            upload.write(bytes, offset, length);
            return length;
          });
    }

    @Override
    public long commit() throws IOException {
      return call(faults, upload::commit);
    }

    /** Does not count: a process that is killed closes nothing, and leaves nothing either. */
    @Override
    public void close() throws IOException {
      upload.close();
    }
  }
}
