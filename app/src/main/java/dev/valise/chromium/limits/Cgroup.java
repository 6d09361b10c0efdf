package dev.valise.chromium.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A control group of cgroup v2 (kernel documentation, admin-guide/cgroup-v2): some processes with
 * all that they start, which can be stopped, continued and ended as one, without a gap for one that
 * is just being started. Needs Linux 5.14, and a folder that this process may write to.
 * Thread-safe.
 */
public final class Cgroup {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,200}");

  private final Path path;

  private Cgroup(Path path) {
    this.path = path;
  }

  /**
   * Makes an empty group.
   *
   * @param parent a group
   * @param name letters, digits, {@code _} and {@code -}
   * @throws java.nio.file.FileAlreadyExistsException when there is one of this name
   */
  static Cgroup create(Path parent, String name) throws IOException {
    Path path = parent.resolve(checked(name));
    Files.createDirectory(path);
    return new Cgroup(path);
  }

  /** The one that is there, such as one that an earlier process of this server made. */
  static Cgroup existing(Path parent, String name) throws IOException {
    Path path = parent.resolve(checked(name));
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new Cgroup(path);
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a name for a control group: " + name);
    }
    return name;
  }

  public Path path() {
    return path;
  }

  /** Whether nobody deleted it. */
  public boolean exists() {
    return Files.isDirectory(path);
  }

  /** Whoever writes 0 into this file is in the group, with all processes it starts later. */
  public Path entry() {
    return path.resolve("cgroup.procs");
  }

  /** The pids in it, also of processes that ended and wait to be reaped. */
  public List<Long> processes() throws IOException {
    return Files.readAllLines(entry()).stream().map(Long::valueOf).toList();
  }

  /**
   * Stops all processes, and those that come. They notice nothing but the time that passed, and
   * none of them can keep it from happening.
   *
   * @throws IOException when they did not all stop in time; they are let go again then
   */
  public void freeze(Duration limit) throws IOException, InterruptedException {
    write("cgroup.freeze", "1");
    boolean isFrozen = false;
    try {
      isFrozen = CgroupEvents.await(path, "frozen 1", limit);
    } finally {
      if (!isFrozen) {
        thaw();
      }
    }
    if (!isFrozen) {
      throw new IOException("Not frozen within %s: %s".formatted(limit, path));
    }
  }

  /** Lets them run on. */
  public void thaw() throws IOException {
    write("cgroup.freeze", "0");
  }

  /**
   * Ends all processes by SIGKILL, frozen ones and those being started too, and waits until none is
   * left.
   *
   * @throws IOException when some are left after the limit
   */
  public void kill(Duration limit) throws IOException, InterruptedException {
    write("cgroup.kill", "1");
    if (!CgroupEvents.await(path, "populated 0", limit)) {
      throw new IOException("Not empty within %s: %s".formatted(limit, path));
    }
  }

  /**
   * Removes the group; a missing one is fine.
   *
   * @throws IOException while processes are in it
   */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Writes one of the group's files. */
  void write(String file, String value) throws IOException {
    // Neither made nor cut off: the files are the kernel's.
    Files.writeString(path.resolve(file), value, StandardOpenOption.WRITE);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
