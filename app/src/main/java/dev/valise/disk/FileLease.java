package dev.valise.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says by the lock of a file that somebody is at work. The kernel ends it with the process, so that
 * a dead one holds nothing; the pid in the file is for people.
 *
 * <p>POSIX releases all locks that a process has on a file when it closes any descriptor of that
 * file (fcntl(2)), so a file that this process holds must not even be read by it.
 */
public final class FileLease implements AutoCloseable {
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileLease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lease.
   *
   * @param file exists
   * @return empty when it is held, by another process or by this one
   * @throws java.nio.file.NoSuchFileException when there is no file
   */
  public static Optional<FileLease> tryAcquire(Path file) throws IOException {
    Path real = file.toRealPath();
    if (!HELD_HERE.add(real)) {
      return Optional.empty();
    }
    Optional<FileLease> lease = Optional.empty();
    try {
      lease = lock(real);
      return lease;
    } finally {
      if (lease.isEmpty()) {
        HELD_HERE.remove(real);
      }
    }
  }

  private static Optional<FileLease> lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      if (!locked) {
        return Optional.empty();
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)), 0);
      return Optional.of(new FileLease(file, channel));
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** The pid of who holds the lease, or held it last; empty when nobody ever did. */
  public static Optional<String> holder(Path file) throws IOException {
    if (HELD_HERE.contains(file.toRealPath())) {
      return Optional.of(ownPid());
    }
    return Optional.of(Files.readString(file).strip()).filter(pid -> !pid.isEmpty());
  }

  private static String ownPid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(file);
  }
}
