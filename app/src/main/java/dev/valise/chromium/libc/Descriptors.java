package dev.valise.chromium.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * File descriptors as the kernel counts them, closed together. All are closed on exec, so that no
 * other process that is started meanwhile gets one. For one thread.
 */
public final class Descriptors implements AutoCloseable {

  // The same on x86-64 and aarch64 (include/uapi/asm-generic/fcntl.h).
  public static final int READ = 0;
  public static final int WRITE = 1;
  public static final int CREATE = 0x40;
  public static final int TRUNCATE = 0x200;
  public static final int APPEND = 0x400;

  /** Only a name for the file: neither read nor written through it, and no FIFO blocks. */
  public static final int PATH_ONLY = 0x200000;

  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int MODE = 0666;

  // close_range(2) since Linux 5.9, for descriptors closed on exec since 5.11. The number is that
  // of every architecture (include/uapi/asm-generic/unistd.h); musl has no function for it.
  private static final long CLOSE_RANGE_NUMBER = 436;
  private static final long FIRST_OTHER = 3;
  private static final long HIGHEST = 0xffff_ffffL;
  private static final long UNSHARE_AND_CLOSE_ON_EXEC = 1 << 1 | 1 << 2;

  /** How the JDK writes the names of files. */
  public static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private static final MethodHandle OPEN =
      NativeCall.variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle PIPE2 =
      NativeCall.withErrno("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE_RANGE =
      NativeCall.variadic(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          1);
  private static final MethodHandle CLOSE =
      NativeCall.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final Deque<Integer> open = new ArrayDeque<>();

  /** The two ends of a pipe. */
  public record Pipe(int readEnd, int writeEnd) {}

  /** Opens a file with flags as above. */
  public int open(Path file, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      MemorySegment name = arena.allocateFrom(file.toString(), NAMES);
      int descriptor = (int) OPEN.invokeExact(state, name, flags | CLOSE_ON_EXEC, MODE);
      if (descriptor < 0) {
        throw NativeCall.failure(file.toString(), NativeCall.errno(state));
      }
      return adopt(descriptor);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("open failed", e);
    }
  }

  /** Makes a pipe. */
  public Pipe pipe() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      if ((int) PIPE2.invokeExact(state, ends, CLOSE_ON_EXEC) < 0) {
        throw NativeCall.failure("pipe2", NativeCall.errno(state));
      }
      return new Pipe(adopt(ends.getAtIndex(JAVA_INT, 0)), adopt(ends.getAtIndex(JAVA_INT, 1)));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("pipe2 failed", e);
    }
  }

  /** Gives the calling thread descriptors of its own, none of which from 3 on outlives an exec. */
  public static void unshare() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      long result =
          (long)
              CLOSE_RANGE.invokeExact(
                  state, CLOSE_RANGE_NUMBER, FIRST_OTHER, HIGHEST, UNSHARE_AND_CLOSE_ON_EXEC);
      if (result < 0) {
        throw NativeCall.failure("close_range", NativeCall.errno(state));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("close_range failed", e);
    }
  }

  /** Closes this one with the others. */
  public int adopt(int descriptor) {
    open.push(descriptor);
    return descriptor;
  }

  /** The file that opens the same thing once more (proc_pid_fd(5)). */
  public static Path again(int descriptor) {
    return Path.of("/proc/self/fd", Integer.toString(descriptor));
  }

  @Override
  public void close() {
    for (int descriptor : open) {
      try {
        int ignored = (int) CLOSE.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException("close failed", e);
      }
    }
    open.clear();
  }
}
