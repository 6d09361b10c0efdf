package dev.valise.chromium.isolation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says whose the files of one user on disk are for those who see them: a user namespace, held open.
 * Thread-safe.
 */
final class OwnerMapping implements AutoCloseable {
  private final int descriptor;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OwnerMapping(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Makes one; only a process can.
   *
   * @param onDisk the user id that the files have
   * @param seen the one that they are to have
   * @param unshare the program
   * @throws IOException where user namespaces are refused
   */
  static OwnerMapping open(int onDisk, int seen, String unshare) throws IOException {
    var builder = new ProcessBuilder(unshare, "--user", "--", "/bin/sh", "-c", "echo; read end");
    builder.environment().clear();
    Process process = builder.redirectErrorStream(true).start();
    try (BufferedReader said = process.inputReader()) {
      String line = said.readLine();
      if (line == null || !line.isEmpty()) {
        throw new IOException("unshare made no user namespace: " + line);
      }
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      String map = "%d %d 1".formatted(onDisk, seen);
      Files.writeString(proc.resolve("uid_map"), map);
      Files.writeString(proc.resolve("gid_map"), map);
      return new OwnerMapping(NamespaceCalls.open(proc.resolve("ns/user").toString()));
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Lets what is in a mount be seen so.
   *
   * @param mount that is nowhere yet
   * @throws IOException where the file system cannot
   */
  synchronized void apply(int mount) throws IOException {
    if (closed.get()) {
      throw new IOException("the room is closed");
    }
    NamespaceCalls.mapOwners(mount, descriptor);
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      NamespaceCalls.close(descriptor);
    }
  }
}
