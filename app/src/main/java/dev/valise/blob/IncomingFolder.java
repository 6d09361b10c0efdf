package dev.valise.blob;

import dev.valise.disk.FileLease;
import dev.valise.disk.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the uploads of one opened store grow: a folder beside those of other processes. Next to it
 * is a file that is locked for as long as the folder is in use; what nobody has locked is removed
 * by whoever opens a store next.
 */
final class IncomingFolder implements Closeable {
  private static final String LOCK = ".lock";

  /** Each failed one means that another process removed leftovers in that very moment. */
  private static final int ATTEMPTS = 100;

  private final Path folder;
  private final Path lock;
  private final FileLease lease;
  private final AtomicLong uploads = new AtomicLong();

  private IncomingFolder(Path folder, Path lock, FileLease lease) {
    this.folder = folder;
    this.lock = lock;
    this.lease = lease;
  }

  /** Makes a folder of its own, and removes those of processes that have died. */
  static IncomingFolder open(Path parent) throws IOException {
    PrivateFiles.createFolder(parent);
    removeLeftovers(parent);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<IncomingFolder> own = tryOpen(parent);
      if (own.isPresent()) {
        return own.get();
      }
    }
    throw new IOException("others keep removing files from " + parent);
  }

  /** Empty when another process took the new file for a leftover before it was locked. */
  private static Optional<IncomingFolder> tryOpen(Path parent) throws IOException {
    Path lock = Files.createTempFile(parent, ProcessHandle.current().pid() + "-", LOCK);
    try {
      Optional<FileLease> lease = FileLease.tryAcquire(lock);
      if (lease.isPresent() && Files.exists(lock)) {
        Path folder = PrivateFiles.createFolder(folderOf(lock));
        return Optional.of(new IncomingFolder(folder, lock, lease.get()));
      }
      if (lease.isPresent()) {
        lease.get().close();
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        if (entry.toString().endsWith(LOCK)) {
          removeUnlocked(entry);
        } else if (!Files.exists(entry.resolveSibling(entry.getFileName() + LOCK))) {
          PrivateFiles.deleteTree(entry);
        }
      }
    }
  }

  private static void removeUnlocked(Path lock) throws IOException {
    Optional<FileLease> lease;
    try {
      lease = FileLease.tryAcquire(lock);
    } catch (NoSuchFileException e) {
      return;
    }
    if (lease.isPresent()) {
      remove(folderOf(lock), lock, lease.get());
    }
  }

  /** The lock is the last to go: a folder without one is anybody's to remove. */
  private static void remove(Path folder, Path lock, FileLease lease) throws IOException {
    try (lease) {
      PrivateFiles.deleteTree(folder);
      Files.deleteIfExists(lock);
    }
  }

  private static Path folderOf(Path lock) {
    String name = String.valueOf(lock.getFileName());
    return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }

  /** A name that no other upload has. */
  Path newFile() {
    return folder.resolve(Long.toString(uploads.incrementAndGet()));
  }

  @Override
  public void close() throws IOException {
    remove(folder, lock, lease);
  }
}
