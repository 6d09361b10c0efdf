package dev.valise.snapshot;

/**
 * What tells whether a file is still the one it was, without reading it. The time of change cannot
 * be set by the program that wrote the file, so a file that was put back to its old size and time
 * of modification differs all the same.
 *
 * @param size in bytes
 * @param modifiedNanos since 1970-01-01T00:00Z
 * @param changedNanos the inode's time of change (ctime), since 1970-01-01T00:00Z
 */
record FileStamp(long size, long modifiedNanos, long changedNanos, long inode) {

  /**
   * The kernel stamps with the time of its last tick, up to 10 ms old: a file that was written in
   * the same tick as it was looked at may be written again with the same stamp.
   */
  static final long TICK_NANOS = 20_000_000;

  /** A time that no kernel stamps: three hundred years ago. */
  private static final long NEVER = Long.MIN_VALUE;

  /** Whether the stamp of a file that is written again, at {@code now} or later, would differ. */
  boolean isSettledAt(long nowNanos) {
    return changedNanos < nowNanos - TICK_NANOS;
  }

  /** As it is to be recorded at {@code now}: of a file not settled yet, one that no file has. */
  FileStamp recordedAt(long nowNanos) {
    return isSettledAt(nowNanos) ? this : new FileStamp(size, modifiedNanos, NEVER, inode);
  }
}
