package dev.valise.snapshot;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of libc that list a folder. A record, and kept in a constant: only so does HotSpot take
 * the handles for constants too, and compile the calls without a detour.
 *
 * @param folderFlags of open(2), for a folder and no link to one
 */
@SuppressWarnings("restricted") // with the prototypes of the manual pages
record FolderCalls(
    int folderFlags, MethodHandle open, MethodHandle close, MethodHandle list, MethodHandle stat) {

  /**
   * O_DIRECTORY and O_NOFOLLOW differ between processors (include/uapi/asm-generic/fcntl.h,
   * arch/arm64/include/uapi/asm/fcntl.h).
   */
  private static final Map<String, Integer> FOLDER_NO_LINK =
      Map.of("amd64", 0200000 | 0400000, "aarch64", 040000 | 0100000);

  private static final int O_CLOEXEC = 02000000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /** Type, mode, times of modification and change, inode, size (linux/stat.h). */
  private static final int WANTED = 0x1 | 0x2 | 0x40 | 0x80 | 0x100 | 0x200;

  /** Null on other systems, on processors that are not known here, and with an old libc. */
  static final @Nullable FolderCalls OF_THIS_MACHINE = find().orElse(null);

  private static Optional<FolderCalls> find() {
    Integer flags = FOLDER_NO_LINK.get(System.getProperty("os.arch", ""));
    if (flags == null || !System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Optional<MethodHandle> open =
        function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    Optional<MethodHandle> close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    Optional<MethodHandle> list =
        function("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    Optional<MethodHandle> stat =
        function(
            "statx",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    return open.isEmpty() || close.isEmpty() || list.isEmpty() || stat.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FolderCalls(flags | O_CLOEXEC, open.get(), close.get(), list.get(), stat.get()));
  }

  /** A function of libc; empty where it has none of that name. */
  static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(at -> linker.downcallHandle(at, descriptor));
  }

  /**
   * Opens a folder; a link to one is none.
   *
   * @param path ends with a zero
   * @return a descriptor, or -1
   */
  int openFolder(MemorySegment path) {
    try {
      return (int) open.invokeExact(path, folderFlags);
    } catch (Throwable e) {
      throw new IllegalStateException("open failed", e);
    }
  }

  void closeFolder(int descriptor) {
    try {
      int ignored = (int) close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close failed", e);
    }
  }

  /**
   * Reads the next names, as struct linux_dirent64 of getdents(2).
   *
   * @return how many bytes, 0 at the end, or -1
   */
  long nextNames(int descriptor, MemorySegment into) {
    try {
      return (long) list.invokeExact(descriptor, into, into.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException("getdents64 failed", e);
    }
  }

  /**
   * Looks at a name in a folder, following no link; as struct statx of statx(2).
   *
   * @param name ends with a zero
   */
  boolean look(int descriptor, MemorySegment name, MemorySegment into) {
    try {
      return (int) stat.invokeExact(descriptor, name, AT_SYMLINK_NOFOLLOW, WANTED, into) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("statx failed", e);
    }
  }
}
