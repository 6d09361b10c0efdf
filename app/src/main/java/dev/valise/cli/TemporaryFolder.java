package dev.valise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder of its own that is gone after {@link #close}, with what is in it. */
public final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  /**
   * @param purpose part of its name, for whoever finds it after a crash
   */
  public TemporaryFolder(String purpose) {
    try {
      path = Files.createTempDirectory("valise-" + purpose + "-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path path() {
    return path;
  }

  /** Deletes the folder; closing it again is harmless. Links are removed, not followed. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** What vanished meanwhile needs no deleting. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
