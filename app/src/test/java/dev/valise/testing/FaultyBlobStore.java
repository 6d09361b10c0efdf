package dev.valise.testing;

import dev.valise.blob.BlobInfo;
import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blob store with faults by script: the n-th operation of a kind fails, or all from the n-th on,
 * or a stored byte changes; or the n-th operation of all goes wrong in one of many ways.
 *
 * <p>Counts from the moment that it is made or told. Thread-safe; which of two threads meets a
 * fault is then for them to settle.
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

  /** How a call can go wrong. */
  public enum Trouble {
    /** Nothing is done, and an exception says so. */
    FAILS,
    /** It is done, and an exception says that it is not. */
    LOSES_ITS_ANSWER,
    /** Nothing is done, for there is no memory. */
    RUNS_OUT_OF_MEMORY,
    /** It takes its time. */
    DELAYS,
    /** A read gives the first half of what it should; other calls are sound. */
    TRUNCATES,
    /** A read gives one bit changed; other calls are sound. */
    FLIPS_A_BIT
  }

  private static final Duration DELAY = Duration.ofMillis(20);

  private final BlobStore sound;
  private final Map<Operation, Fault> faults = new EnumMap<>(Operation.class);
  private final AtomicInteger openUploads = new AtomicInteger();
  private final AtomicInteger writesTooLate = new AtomicInteger();
  private int operations;
  private int lastSound = Integer.MAX_VALUE;
  private int troubled;
  private @Nullable Trouble trouble;

  /**
   * @param left how many operations of the kind it is to the one that fails, this one counted
   * @param fatal whether it fails with an error, not with an exception
   */
  private record Fault(int left, boolean fatal) {}

  public FaultyBlobStore(BlobStore sound) {
    this.sound = sound;
  }

  /** Lets the {@code nth} operation of this kind from now on fail, once; 1 is the next. */
  public synchronized void failOnce(Operation operation, int nth) {
    faults.put(operation, new Fault(nth, false));
  }

  /** As {@link #failOnce}, but as a machine without memory does. */
  public synchronized void runOutOfMemoryOnce(Operation operation, int nth) {
    faults.put(operation, new Fault(nth, true));
  }

  /** Lets all operations after the next {@code sound} ones fail: the disk is full. */
  public synchronized void failAllAfter(int sound) {
    operations = 0;
    lastSound = sound;
  }

  /** Lets the {@code nth} operation of any kind from now on go wrong; 1 is the next. */
  public synchronized void trouble(int nth, Trouble how) {
    operations = 0;
    troubled = nth;
    trouble = how;
  }

  /** Ends all faults but those of changed bytes. */
  public synchronized void heal() {
    faults.clear();
    troubled = 0;
    trouble = null;
    lastSound = Integer.MAX_VALUE;
  }

  /** How many operations there were since faults of all operations were told last. */
  public synchronized int operations() {
    return operations;
  }

  /** How often somebody wrote into an upload that was closed. */
  public int writesTooLate() {
    return writesTooLate.get();
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

  /** What a call does when it is sound. */
  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T perform(Operation operation, Call<T> call) throws IOException {
    Trouble now = begin(operation);
    if (now == null) {
      return call.run();
    }
    switch (now) {
      case FAILS -> throw new IOException(operation + " was told to fail");
      case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError(operation + " was told to fail");
      case LOSES_ITS_ANSWER -> {
        if (call.run() instanceof Closeable unanswered) {
          unanswered.close();
        }
        throw new IOException(operation + " was told to lose its answer");
      }
      case DELAYS -> LockSupport.parkNanos(DELAY.toNanos());
      case TRUNCATES, FLIPS_A_BIT -> {}
    }
    T result = call.run();
    return now == Trouble.TRUNCATES || now == Trouble.FLIPS_A_BIT ? spoilt(result, now) : result;
  }

  @SuppressWarnings("unchecked")
  private static <T> T spoilt(T result, Trouble how) throws IOException {
    return switch (result) {
      case byte[] bytes -> (T) spoilt(bytes, how);
      case InputStream in -> (T) new ByteArrayInputStream(spoilt(in.readAllBytes(), how));
      default -> result;
    };
  }

  private static byte[] spoilt(byte[] bytes, Trouble how) {
    if (how == Trouble.TRUNCATES) {
      return Arrays.copyOf(bytes, bytes.length / 2);
    }
    byte[] flipped = bytes.clone();
    flipped[flipped.length / 2] ^= 4;
    return flipped;
  }

  /** What goes wrong with the operation that begins now, if anything. */
  private synchronized @Nullable Trouble begin(Operation operation) throws IOException {
    check(operation);
    return operations == troubled ? trouble : null;
  }

  private void check(Operation operation) throws IOException {
    operations++;
    if (operations > lastSound) {
      throw new IOException("No space left on device");
    }
    Fault fault = faults.remove(operation);
    if (fault == null) {
      return;
    }
    if (fault.left() > 1) {
      faults.put(operation, new Fault(fault.left() - 1, fault.fatal()));
    } else if (fault.fatal()) {
      throw new OutOfMemoryError(operation + " was told to fail");
    } else {
      throw new IOException(operation + " was told to fail");
    }
  }

  @Override
  public BlobUpload upload(BlobKey key) throws IOException {
    return perform(Operation.UPLOAD, () -> new FaultyUpload(sound.upload(key)));
  }

  @Override
  public InputStream read(BlobKey key) throws IOException {
    return perform(Operation.READ, () -> sound.read(key));
  }

  @Override
  public byte[] read(BlobKey key, long offset, int length) throws IOException {
    return perform(Operation.READ_PART, () -> sound.read(key, offset, length));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    perform(
        Operation.DELETE,
        () -> {
          sound.delete(key);
          return key;
        });
  }

  @Override
  public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
    perform(
        Operation.LIST,
        () -> {
          sound.list(prefix, visitor);
          return prefix;
        });
  }

  private final class FaultyUpload extends BlobUpload {
    private final BlobUpload upload;
    private volatile boolean open = true;

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
      if (!open) {
        writesTooLate.incrementAndGet();
      }
      perform(
          Operation.WRITE,
          () -> {
            upload.write(bytes, offset, length);
            return upload;
          });
    }

    @Override
    public long commit() throws IOException {
      return perform(Operation.COMMIT, upload::commit);
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
