package dev.valise.snapshot;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists folders by system calls of its own, in a third of the time that the JDK takes: that builds
 * a map of boxed values for each file, and has the kernel walk the whole path to it. A scan is most
 * of a save in which little changed.
 *
 * <p>Gives up where anything is unusual, and leaves it to the JDK to say what it is. Used by one
 * thread.
 */
final class LinuxFolders implements AutoCloseable {

  /** PATH_MAX: longer ones the kernel refuses. */
  private static final int PATH = 4096;

  private static final int NAME = 256;
  private static final int NAMES = 64 << 10;

  /** Where the length of an entry and its name are in struct linux_dirent64. */
  private static final int ENTRY_LENGTH = 16;

  private static final int ENTRY_NAME = 19;

  /** Where struct statx has what is wanted of it. */
  private static final int STATX = 256;

  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int SIZE = 40;
  private static final int CHANGED = 96;
  private static final int MODIFIED = 112;
  private static final long NANOS = 1_000_000_000;

  private final FolderCalls calls;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment path = arena.allocate(PATH);
  private final MemorySegment names = arena.allocate(NAMES, Long.BYTES);
  private final MemorySegment statx = arena.allocate(STATX, Long.BYTES);
  private final byte[] name = new byte[NAME];

  LinuxFolders(FolderCalls calls) {
    this.calls = calls;
  }

  /** All that is in a folder; empty where any part of the answer is not plain. */
  Optional<List<FolderChild>> children(Path folder) {
    byte[] text = folder.toString().getBytes(StandardCharsets.UTF_8);
    if (text.length >= PATH) {
      return Optional.empty();
    }
    MemorySegment.copy(text, 0, path, JAVA_BYTE, 0, text.length);
    path.set(JAVA_BYTE, text.length, (byte) 0);
    int descriptor = calls.openFolder(path);
    if (descriptor < 0) {
      return Optional.empty();
    }
    try {
      List<FolderChild> children = new ArrayList<>();
      return addAll(descriptor, folder, children) ? Optional.of(children) : Optional.empty();
    } finally {
      calls.closeFolder(descriptor);
    }
  }

  private boolean addAll(int descriptor, Path folder, List<FolderChild> children) {
    long length = calls.nextNames(descriptor, names);
    for (; length > 0; length = calls.nextNames(descriptor, names)) {
      for (long at = 0; at < length; ) {
        if (!add(descriptor, folder, at + ENTRY_NAME, children)) {
          return false;
        }
        at += Short.toUnsignedInt(names.get(JAVA_SHORT, at + ENTRY_LENGTH));
      }
    }
    return length == 0;
  }

  private boolean add(int descriptor, Path folder, long nameAt, List<FolderChild> children) {
    int length = 0;
    for (byte c = names.get(JAVA_BYTE, nameAt); c != 0; c = names.get(JAVA_BYTE, nameAt + length)) {
      // What other names mean depends on the locale, which FileName knows about.
      if (c < 0 || length == NAME) {
        return false;
      }
      name[length++] = c;
    }
    if (isItselfOrParent(length)) {
      return true;
    }
    if (!calls.look(descriptor, names.asSlice(nameAt), statx)) {
      return false;
    }
    var text = new String(name, 0, length, StandardCharsets.ISO_8859_1);
    children.add(new FolderChild(folder, text, found(), Optional.empty()));
    return true;
  }

  private boolean isItselfOrParent(int length) {
    return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
  }

  private FoundEntry found() {
    return FoundEntry.of(
        Short.toUnsignedInt(statx.get(JAVA_SHORT, MODE)),
        new FileStamp(
            statx.get(JAVA_LONG, SIZE),
            nanos(MODIFIED),
            nanos(CHANGED),
            statx.get(JAVA_LONG, INODE)));
  }

  private long nanos(int at) {
    return statx.get(JAVA_LONG, at) * NANOS + statx.get(JAVA_INT, at + Long.BYTES);
  }

  @Override
  public void close() {
    arena.close();
  }
}
