package dev.valise.chromium.spawn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.valise.chromium.libc.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What a parent may do with its child, by its pid: nobody else has it until the child is reaped.
 */
final class WaitCalls {
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;

  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;
  private static final int EINTR = 4;

  // siginfo_t has 128 bytes on Linux (include/uapi/asm-generic/siginfo.h).
  private static final long SIGNAL_INFO = 128;

  private static final MethodHandle WAITID =
      NativeCall.withErrno(
          "waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle WAITPID =
      NativeCall.withErrno("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle KILL =
      NativeCall.plain("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private WaitCalls() {}

  /** Blocks until the child has ended, and leaves it unreaped. */
  static void awaitEnd(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      MemorySegment info = arena.allocate(SIGNAL_INFO, 8);
      while ((int) WAITID.invokeExact(state, P_PID, pid, info, WEXITED | WNOWAIT) < 0) {
        int errno = NativeCall.errno(state);
        if (errno != EINTR) {
          throw NativeCall.failure("waitid", errno);
        }
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot wait for process " + pid, e);
    }
  }

  /** The exit code of a child that has ended, 128 + n for signal n; frees its pid. */
  static int reap(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      MemorySegment status = arena.allocate(JAVA_INT);
      if ((int) WAITPID.invokeExact(state, pid, status, 0) < 0) {
        throw NativeCall.failure("waitpid", NativeCall.errno(state));
      }
      int value = status.get(JAVA_INT, 0);
      int signal = value & 0x7f;
      return signal == 0 ? (value >> 8) & 0xff : 128 + signal;
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot reap process " + pid, e);
    }
  }

  static void signal(int pid, int signal) {
    try {
      int ignored = (int) KILL.invokeExact(pid, signal);
    } catch (Throwable e) {
      throw new IllegalStateException("kill failed", e);
    }
  }
}
