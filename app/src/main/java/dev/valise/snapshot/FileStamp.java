package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
  private static final long TICK_NANOS = 20_000_000;

  static FileStamp of(Path file) throws IOException {
    return of(
        Files.readAttributes(
            file, "unix:size,ino,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * @param attributes size, ino, ctime and lastModifiedTime of the attribute view "unix"
   */
  static FileStamp of(Map<String, Object> attributes) {
    return new FileStamp(
        (long) attributes.get("size"),
        nanos(attributes, "lastModifiedTime"),
        nanos(attributes, "ctime"),
        (long) attributes.get("ino"));
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return ((FileTime) attributes.get(name)).to(TimeUnit.NANOSECONDS);
  }

  /** Whether the stamp of a file that is written again, at {@code now} or later, would differ. */
  boolean isSettledAt(long nowNanos) {
    return changedNanos < nowNanos - TICK_NANOS;
  }
}
