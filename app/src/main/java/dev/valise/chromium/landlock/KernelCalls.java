package dev.valise.chromium.landlock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.valise.chromium.libc.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system calls of Landlock; libc has no functions for them. */
final class KernelCalls {

  // The same numbers on every architecture (include/uapi/asm-generic/unistd.h).
  private static final long CREATE_RULESET = 444;
  private static final long ADD_RULE = 445;
  private static final long RESTRICT_SELF = 446;

  private static final long CREATE_RULESET_VERSION = 1;
  private static final int RULE_PATH_BENEATH = 1;
  private static final int RULE_NET_PORT = 2;
  private static final int PR_SET_NO_NEW_PRIVS = 38;

  private static final MethodHandle SYSCALL =
      NativeCall.variadic(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          1);
  private static final MethodHandle PRCTL =
      NativeCall.variadic(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          1);

  private KernelCalls() {}

  /** At least 1, or less where the kernel, or a filter of system calls, has no Landlock. */
  static int abi() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      return Math.toIntExact(call(state, CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION, 0));
    }
  }

  /** Of struct landlock_ruleset_attr; a descriptor that is closed on exec. */
  static int createRuleset(long files, long tcp, long scopes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(3 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize());
      attributes.setAtIndex(JAVA_LONG, 0, files);
      attributes.setAtIndex(JAVA_LONG, 1, tcp);
      attributes.setAtIndex(JAVA_LONG, 2, scopes);
      // An older kernel, with a shorter struct, takes the longer one as long as its rest is zero.
      return checked(
          "landlock_create_ruleset",
          arena,
          CREATE_RULESET,
          attributes.address(),
          attributes.byteSize(),
          0,
          0);
    }
  }

  /** Of struct landlock_path_beneath_attr, which is packed. */
  static void addFile(int ruleset, int file, long rights) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(JAVA_LONG.byteSize() + JAVA_INT.byteSize());
      attributes.set(JAVA_LONG_UNALIGNED, 0, rights);
      attributes.set(JAVA_INT, JAVA_LONG.byteSize(), file);
      checked(
          "landlock_add_rule",
          arena,
          ADD_RULE,
          ruleset,
          RULE_PATH_BENEATH,
          attributes.address(),
          0);
    }
  }

  /** Of struct landlock_net_port_attr. */
  static void addPort(int ruleset, int port, long rights) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize());
      attributes.setAtIndex(JAVA_LONG, 0, rights);
      attributes.setAtIndex(JAVA_LONG, 1, port);
      checked(
          "landlock_add_rule", arena, ADD_RULE, ruleset, RULE_NET_PORT, attributes.address(), 0);
    }
  }

  /** Keeps the calling thread from ever gaining privileges, as by running a setuid program. */
  static void setNoNewPrivileges() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      if ((int) PRCTL.invokeExact(state, PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) < 0) {
        throw NativeCall.failure("prctl", NativeCall.errno(state));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("prctl failed", e);
    }
  }

  /** Puts the calling thread behind the rules, for good. */
  static void restrictSelf(int ruleset) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      checked("landlock_restrict_self", arena, RESTRICT_SELF, ruleset, 0, 0, 0);
    }
  }

  private static int checked(
      String name, Arena arena, long number, long first, long second, long third, long fourth)
      throws IOException {
    MemorySegment state = arena.allocate(NativeCall.state());
    long result = call(state, number, first, second, third, fourth);
    if (result < 0) {
      throw NativeCall.failure(name, NativeCall.errno(state));
    }
    return Math.toIntExact(result);
  }

  private static long call(
      MemorySegment state, long number, long first, long second, long third, long fourth) {
    try {
      return (long) SYSCALL.invokeExact(state, number, first, second, third, fourth);
    } catch (Throwable e) {
      throw new IllegalStateException("System call " + number + " failed", e);
    }
  }
}
