package dev.valise.state.leveldb;

import java.io.IOException;

/**
 * What one reading may cost, whatever the files claim: so much work in all, and so much memory at a
 * time. Not thread-safe.
 */
public final class ReadLimit {
  private long workLeft;
  private long memoryLeft;

  /**
   * @param work bytes that may be read or unpacked in all
   * @param memory bytes that may be held at a time
   */
  public ReadLimit(long work, long memory) {
    workLeft = work;
    memoryLeft = memory;
  }

  /** Counts work that is about to be done. */
  void spend(long bytes) throws IOException {
    workLeft -= bytes;
    if (workLeft < 0) {
      throw new IOException("more to read than is allowed");
    }
  }

  /** Counts memory that is about to be taken. */
  void hold(long bytes) throws IOException {
    if (bytes > memoryLeft) {
      throw new IOException("more to keep in memory than is allowed");
    }
    memoryLeft -= bytes;
  }

  void release(long bytes) {
    memoryLeft += bytes;
  }
}
