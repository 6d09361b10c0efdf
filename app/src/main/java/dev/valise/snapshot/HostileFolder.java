package dev.valise.snapshot;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Opens files of a folder while a program that may be hostile changes it: each step of a path is
 * taken in a folder that is held open, so that a link put in its way at any moment leads nowhere,
 * and a pipe put in the place of a file holds nobody up. Used by one thread.
 */
final class HostileFolder implements AutoCloseable {

  /** Names have 255 bytes at most; the path of the folder itself goes through here too. */
  private static final int LONGEST = 4096;

  private final FileCalls calls;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment name = arena.allocate(LONGEST);

  /** The folder that all paths begin in, and the one of the last file; -1 for none. */
  private int root = -1;

  private int current = -1;
  private String parent = "";

  private HostileFolder(FileCalls calls) {
    this.calls = calls;
  }

  /**
   * Holds a folder.
   *
   * @return empty on systems without these calls
   * @throws IOException when it is not there, or a link
   */
  static Optional<HostileFolder> hold(Path folder) throws IOException {
    FileCalls calls = FileCalls.OF_THIS_MACHINE;
    if (calls == null) {
      return Optional.empty();
    }
    var held = new HostileFolder(calls);
    held.root = held.call(0, folder.toAbsolutePath().toString(), calls.folderFlags());
    if (held.root < 0) {
      held.close();
      throw new FileSystemException(folder.toString(), null, "cannot be opened");
    }
    return Optional.of(held);
  }

  /**
   * Opens a file.
   *
   * @param path relative, with slashes
   * @return empty when there is none, it may not be read, or something else is in its place
   */
  Optional<FileChannel> open(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (!enterParent(slash < 0 ? "" : path.substring(0, slash))) {
      return Optional.empty();
    }
    int descriptor =
        call(current < 0 ? root : current, path.substring(slash + 1), calls.fileFlags());
    if (descriptor < 0) {
      return Optional.empty();
    }
    try {
      // Names the file that was opened, whatever stands at its path by now (proc_pid_fd(5)).
      Path opened = Path.of("/proc/self/fd/" + descriptor);
      return Files.isRegularFile(opened)
          ? Optional.of(FileChannel.open(opened, StandardOpenOption.READ))
          : Optional.empty();
    } finally {
      calls.close(descriptor);
    }
  }

  /** Holds two folders at most, however deep the path is. */
  private boolean enterParent(String path) {
    if (path.equals(parent)) {
      return true;
    }
    leave();
    for (String step : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      int next = call(current < 0 ? root : current, step, calls.folderFlags());
      leave();
      if (next < 0) {
        return false;
      }
      current = next;
    }
    parent = path;
    return true;
  }

  private void leave() {
    if (current >= 0) {
      calls.close(current);
    }
    current = -1;
    parent = "";
  }

  private int call(int folder, String step, int flags) {
    byte[] bytes = step.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= LONGEST) {
      return -1;
    }
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, name, 0, bytes.length);
    name.set(JAVA_BYTE, bytes.length, (byte) 0);
    return calls.open(folder, name, flags);
  }

  @Override
  public void close() {
    leave();
    if (root >= 0) {
      calls.close(root);
    }
    root = -1;
    arena.close();
  }
}
