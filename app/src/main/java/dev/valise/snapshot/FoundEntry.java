package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel says of a file, folder or whatever else has a name, in one call and following no
 * link.
 *
 * @param type the bits of the mode that tell it (inode(7), S_IFMT)
 * @param mode permission bits, 0 to 0777
 */
record FoundEntry(int type, int mode, FileStamp stamp) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int PERMISSIONS = 0777;

  static FoundEntry of(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            file, "unix:mode,size,ino,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return of(
        (int) value(attributes, "mode"),
        new FileStamp(
            (long) value(attributes, "size"),
            nanos(attributes, "lastModifiedTime"),
            nanos(attributes, "ctime"),
            (long) value(attributes, "ino")));
  }

  /**
   * @param mode type and permission bits, as inode(7) has them
   */
  static FoundEntry of(int mode, FileStamp stamp) {
    return new FoundEntry(mode & TYPE, mode & PERMISSIONS, stamp);
  }

  private static Object value(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name));
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return ((FileTime) value(attributes, name)).to(TimeUnit.NANOSECONDS);
  }

  boolean isFile() {
    return type == REGULAR;
  }

  boolean isFolder() {
    return type == FOLDER;
  }

  boolean isLink() {
    return type == LINK;
  }
}
