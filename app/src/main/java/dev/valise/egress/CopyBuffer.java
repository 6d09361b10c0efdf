package dev.valise.egress;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one direction: little while a connection is idle, as most are most of the time, and
 * more once a read has filled that. Outside of the heap, where the kernel reads and writes without
 * another copy, and given back at once, not when a garbage collection comes. Belongs to one thread.
 */
final class CopyBuffer implements AutoCloseable {
  static final int SMALL = 4 * 1024;
  static final int LARGE = 64 * 1024;

  private final Arena always = Arena.ofConfined();
  private final ByteBuffer small = always.allocate(SMALL).asByteBuffer();
  private @Nullable Arena whileBusy;
  private @Nullable ByteBuffer large;

  /**
   * An empty buffer for the next read.
   *
   * @param lastRead how many bytes the last one brought; 0 if there was none
   */
  ByteBuffer after(int lastRead) {
    if (lastRead < SMALL) {
      release();
    } else if (large == null) {
      whileBusy = Arena.ofConfined();
      large = whileBusy.allocate(LARGE).asByteBuffer();
    }
    return (large == null ? small : large).clear();
  }

  private void release() {
    if (whileBusy != null) {
      whileBusy.close();
    }
    whileBusy = null;
    large = null;
  }

  @Override
  public void close() {
    release();
    always.close();
  }
}
