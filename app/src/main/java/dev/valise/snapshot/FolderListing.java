package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists folders with what the kernel says of all that is in them: all at once, so that no depth
 * needs more open files. Used by one thread.
 */
final class FolderListing implements AutoCloseable {
  private final Optional<LinuxFolders> linux;

  private FolderListing(Optional<LinuxFolders> linux) {
    this.linux = linux;
  }

  static FolderListing ofThisMachine() {
    return new FolderListing(
        Optional.ofNullable(FolderCalls.OF_THIS_MACHINE).map(LinuxFolders::new));
  }

  /** As on a machine of which nothing is known. */
  static FolderListing portable() {
    return new FolderListing(Optional.empty());
  }

  /** Told of what is in a folder and cannot be looked at. */
  interface Obstacle {
    void met(Path child, IOException reason) throws IOException;
  }

  /**
   * All that is in a folder, in no order.
   *
   * @throws IOException when the folder cannot be read
   */
  List<FolderChild> children(Path folder, Obstacle obstacle) throws IOException {
    Optional<List<FolderChild>> plain = linux.flatMap(calls -> calls.children(folder));
    return plain.isPresent() ? plain.get() : portably(folder, obstacle);
  }

  private static List<FolderChild> portably(Path folder, Obstacle obstacle) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(paths::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    List<FolderChild> children = new ArrayList<>();
    for (Path path : paths) {
      try {
        String name = String.valueOf(path.getFileName());
        children.add(new FolderChild(folder, name, FoundEntry.of(path), Optional.of(path)));
      } catch (IOException e) {
        obstacle.met(path, e);
      }
    }
    return children;
  }

  @Override
  public void close() {
    linux.ifPresent(LinuxFolders::close);
  }
}
