package dev.valise.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that others filled, perhaps with ill intent, and that nobody writes to now. Nothing here
 * follows a link, opens anything but a regular file (a FIFO would block for ever), or writes.
 *
 * <p>What is missing is empty; what is there but of another kind is an {@link IOException}. Its
 * message names no path outside of this folder. Immutable.
 */
public final class ForeignFolder {
  private final Path path;

  private ForeignFolder(Path path) {
    this.path = path;
  }

  /** The folder itself may stand behind links: whoever names it chose it. */
  public static ForeignFolder at(Path folder) {
    return new ForeignFolder(folder);
  }

  /** A folder in it, through each of the folders that lead there. */
  public Optional<ForeignFolder> folder(String... names) throws IOException {
    Path inner = path;
    for (String name : names) {
      inner = inner.resolve(name);
      Optional<BasicFileAttributes> found = attributes(inner);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (!found.get().isDirectory()) {
        throw new IOException(name + " is no folder");
      }
    }
    return Optional.of(new ForeignFolder(inner));
  }

  /** The size of a file in bytes; empty when there is none. */
  public Optional<Long> size(String name) throws IOException {
    Optional<BasicFileAttributes> found = attributes(path.resolve(name));
    if (found.isPresent() && !found.get().isRegularFile()) {
      throw new IOException(name + " is no regular file");
    }
    return found.map(BasicFileAttributes::size);
  }

  /** Opens a file for reading. */
  public Optional<FileChannel> open(String name) throws IOException {
    if (size(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        FileChannel.open(
            path.resolve(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /** Where a file lies, for a library that opens it itself; it was checked to be regular. */
  public Optional<Path> file(String name) throws IOException {
    return size(name).map(_ -> path.resolve(name));
  }

  /**
   * The names in it, in no order.
   *
   * @param limit how many it may hold; a folder with more is refused
   */
  public List<String> names(int limit) throws IOException {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (names.size() == limit) {
          throw new IOException("a folder has more than " + limit + " entries");
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    }
    return names;
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
