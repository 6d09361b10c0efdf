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
    int mode = (int) value(attributes, "mode");
    return new FoundEntry(
        mode & TYPE,
        mode & PERMISSIONS,
        new FileStamp(
            (long) value(attributes, "size"),
            nanos(attributes, "lastModifiedTime"),
            nanos(attributes, "ctime"),
            (long) value(attributes, "ino")));
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
