package dev.valise.server;

import dev.valise.disk.FileLease;
import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps a second one off: of two servers, or of two rotations of the root key, on one folder. */
record FolderLock(FileLease lease) implements AutoCloseable {

  /**
   * Takes the lock, making its file where it is missing.
   *
   * @param matter what is the matter when it is held
   * @param remedy what to do then
   * @throws StartupException when it is held; the message names the pid of who holds it
   */
  static FolderLock acquire(Path file, String matter, String remedy) throws IOException {
    makeIfMissing(file);
    Optional<FileLease> lease = FileLease.tryAcquire(file);
    if (lease.isPresent()) {
      return new FolderLock(lease.get());
    }
    String holder = FileLease.holder(file).map(pid -> ", process " + pid).orElse("");
    throw new StartupException(matter + holder + ": " + remedy);
  }

  /** Whether somebody holds the lock now. */
  static boolean isHeld(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    Optional<FileLease> lease = FileLease.tryAcquire(file);
    if (lease.isPresent()) {
      lease.get().close();
    }
    return lease.isEmpty();
  }

  private static void makeIfMissing(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.create(file).close();
    }
  }

  @Override
  public void close() throws IOException {
    lease.close();
  }
}
