package dev.valise.snapshot;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of libc that open what is in a folder, one name at a time. Kept in a constant as {@link
 * FolderCalls} are, and for the same reason.
 *
 * @param folderFlags for a folder, and no link to one
 * @param fileFlags for a file, and no link to one; what is no file is not waited for (fifo(7))
 */
record FileCalls(int folderFlags, int fileFlags, MethodHandle openAt, MethodHandle close) {

  /** As in {@link FolderCalls}; both differ between processors. */
  private record Flags(int folder, int noLink) {}

  private static final Map<String, Flags> FLAGS =
      Map.of("amd64", new Flags(0200000, 0400000), "aarch64", new Flags(040000, 0100000));

  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  /** Null where {@link FolderCalls#OF_THIS_MACHINE} is. */
  static final @Nullable FileCalls OF_THIS_MACHINE = find().orElse(null);

  private static Optional<FileCalls> find() {
    Flags flags = FLAGS.get(System.getProperty("os.arch", ""));
    if (flags == null || !System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Optional<MethodHandle> openAt =
        FolderCalls.function(
            "openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    Optional<MethodHandle> close =
        FolderCalls.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    int always = flags.noLink() | O_CLOEXEC;
    return openAt.isEmpty() || close.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FileCalls(flags.folder() | always, O_NONBLOCK | always, openAt.get(), close.get()));
  }

  /**
   * Opens a name in an open folder.
   *
   * @param name ends with a zero; an absolute path for the folder that all begins with
   * @return a descriptor, or -1
   */
  int open(int folder, MemorySegment name, int flags) {
    try {
      return (int) openAt.invokeExact(folder, name, flags);
    } catch (Throwable e) {
      throw new IllegalStateException("openat failed", e);
    }
  }

  void close(int descriptor) {
    try {
      int ignored = (int) close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close failed", e);
    }
  }
}
