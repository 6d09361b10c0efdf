package dev.valise.chromium;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;

/** The system calls behind {@link PidFd}, which the JDK does not offer. */
@SuppressWarnings("restricted") // calls into libc with the prototypes of its manual pages
final class LinuxCalls {

  // The same numbers on every architecture, because these calls are newer than their unification
  // (include/uapi/asm-generic/unistd.h).
  private static final long PIDFD_SEND_SIGNAL = 424;
  private static final long PIDFD_OPEN = 434;
  private static final short POLLIN = 1;

  /** {@code struct pollfd} of poll(2). */
  private static final MemoryLayout POLLFD =
      MemoryLayout.structLayout(JAVA_INT, JAVA_SHORT, JAVA_SHORT);

  private static final Optional<LinuxCalls> THIS_MACHINE =
      System.getProperty("os.name").equals("Linux")
          ? Optional.of(new LinuxCalls())
          : Optional.empty();

  private final MethodHandle syscall =
      function(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private final MethodHandle poll =
      function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private final MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private LinuxCalls() {}

  static Optional<LinuxCalls> ofThisMachine() {
    return THIS_MACHINE;
  }

  /** A descriptor, or -1. */
  int pidfdOpen(long pid) {
    return Math.toIntExact(syscall(PIDFD_OPEN, pid, 0));
  }

  /** Without effect on a process that has ended. */
  void pidfdSendSignal(int descriptor, int signal) {
    syscall(PIDFD_SEND_SIGNAL, descriptor, signal);
  }

  /** Waits until the descriptor becomes readable; false when the limit or a signal came first. */
  boolean isReadable(int descriptor, Duration limit) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pollfd = arena.allocate(POLLFD);
      pollfd.set(JAVA_INT, 0, descriptor);
      pollfd.set(JAVA_SHORT, 4, POLLIN);
      // Rounded up: a wait of less than a millisecond is not a look.
      int milliseconds = (int) Math.min(limit.plusNanos(999_999).toMillis(), Integer.MAX_VALUE);
      return (int) poll.invokeExact(pollfd, 1L, milliseconds) > 0;
    } catch (Throwable e) {
      throw new IllegalStateException("poll failed", e);
    }
  }

  void close(int descriptor) {
    try {
      int ignored = (int) close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close failed", e);
    }
  }

  private long syscall(long number, long first, long second) {
    try {
      return (long) syscall.invokeExact(number, first, second, MemorySegment.NULL, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("System call " + number + " failed", e);
    }
  }

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }
}
