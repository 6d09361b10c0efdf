package dev.valise.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Deletes what it visits, though programs may have made it hard: folders that their owner may not
 * read or write, and trees so deep that their paths are longer than the kernel takes.
 */
final class TreeDeletion extends SimpleFileVisitor<Path> {
  private final Path root;

  /**
   * @param root where the walk began
   */
  TreeDeletion(Path root) {
    this.root = root;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    open(folder);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    switch (failure) {
      case AccessDeniedException _ when open(file) -> PrivateFiles.deleteTree(file);
      case FileSystemException e when isTooLong(e) -> deleteDeep(file);
      default -> throw failure;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
    Files.deleteIfExists(folder);
    return FileVisitResult.CONTINUE;
  }

  /** Lets the owner do everything; returns whether that was missing. */
  private static boolean open(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
            .containsAll(PrivateFiles.FOLDER)) {
      return false;
    }
    Files.setPosixFilePermissions(folder, PrivateFiles.FOLDER);
    return true;
  }

  private static boolean isTooLong(FileSystemException failure) {
    return String.valueOf(failure.getReason()).contains("name too long");
  }

  /** Moves the folder half way down to the top, where all below it has a shorter path. */
  private void deleteDeep(Path file) throws IOException {
    int depth = file.getNameCount() - root.getNameCount();
    if (depth < 3) {
      throw new FileSystemException(file.toString(), null, "its path is too long to be deleted");
    }
    Path half = file;
    for (int up = depth / 2; up > 0; up--) {
      half = DurableFile.folderOf(half);
    }
    Path top = Files.createTempDirectory(root, "deep");
    Files.move(half, top.resolve("half"));
    PrivateFiles.deleteTree(top);
  }
}
