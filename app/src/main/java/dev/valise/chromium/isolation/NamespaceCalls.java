package dev.valise.chromium.isolation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.valise.chromium.libc.NativeCall;
import dev.valise.chromium.spawn.OwnThread;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls on namespaces and mounts, which the JDK does not offer. They change the calling
 * thread only, which must be a platform thread of its own: see {@link OwnThread}.
 */
final class NamespaceCalls {
  static final int MOUNT_NAMESPACE = 0x00020000; // CLONE_NEWNS of <linux/sched.h>
  static final int NETWORK_NAMESPACE = 0x40000000; // CLONE_NEWNET

  /** Root and current folder; a thread that shares them cannot enter a mount namespace. */
  static final int PLACE = 0x00000200; // CLONE_FS

  // The same numbers on every architecture (include/uapi/asm-generic/unistd.h).
  private static final long OPEN_TREE = 428;
  private static final long MOVE_MOUNT = 429;
  private static final long MOUNT_SETATTR = 442;

  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NO_FOLDER = -100; // AT_FDCWD
  private static final int EMPTY_PATH = 0x1000; // AT_EMPTY_PATH
  private static final int CLONE_TREE = 1; // OPEN_TREE_CLONE
  private static final int FROM_EMPTY_PATH = 4; // MOVE_MOUNT_F_EMPTY_PATH
  private static final long IDMAP = 0x00100000; // MOUNT_ATTR_IDMAP
  private static final long NO_SETUID = 2; // MOUNT_ATTR_NOSUID
  private static final long NO_DEVICES = 4; // MOUNT_ATTR_NODEV
  private static final long SLAVE = 1 << 19; // MS_SLAVE
  private static final long RECURSIVE = 16384; // MS_REC

  private static final MethodHandle UNSHARE =
      NativeCall.withErrno("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SETNS =
      NativeCall.withErrno("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      NativeCall.variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle CLOSE =
      NativeCall.withErrno("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle MOUNT =
      NativeCall.withErrno(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle SYSCALL =
      NativeCall.variadic(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG),
          1);

  private NamespaceCalls() {}

  /** Gives the calling thread namespaces of its own. */
  static void unshare(int kinds) throws IOException {
    check("unshare", state -> (int) UNSHARE.invokeExact(state, kinds));
  }

  /** Moves the calling thread into a namespace. */
  static void enter(int descriptor, int kind) throws IOException {
    check("setns", state -> (int) SETNS.invokeExact(state, descriptor, kind));
  }

  /** A descriptor for reading; follows the links of {@code /proc}. */
  static int open(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int)
          check("open " + path, state -> (int) OPEN.invokeExact(state, name, CLOSE_ON_EXEC));
    }
  }

  static void close(int descriptor) throws IOException {
    check("close", state -> (int) CLOSE.invokeExact(state, descriptor));
  }

  /** Lets mounts of the calling thread's own namespace no longer appear outside it. */
  static void keepMountsInside() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment none = arena.allocateFrom("none");
      MemorySegment root = arena.allocateFrom("/");
      check(
          "mount",
          state ->
              (int)
                  MOUNT.invokeExact(
                      state,
                      none,
                      root,
                      MemorySegment.NULL,
                      SLAVE | RECURSIVE,
                      MemorySegment.NULL));
    }
  }

  /**
   * A mount of a folder that is nowhere yet, and is gone when the descriptor is closed
   * (open_tree(2), since Linux 5.2). No program in it gains privileges, and no device works.
   */
  static int openMount(String folder) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(folder);
      int mount =
          (int)
              check(
                  "open_tree " + folder,
                  state ->
                      (long)
                          SYSCALL.invokeExact(
                              state,
                              OPEN_TREE,
                              (long) NO_FOLDER,
                              path,
                              (long) (CLONE_TREE | CLOSE_ON_EXEC),
                              MemorySegment.NULL,
                              0L));
      boolean isHarmless = false;
      try {
        set(mount, arena.allocateFrom(JAVA_LONG, NO_SETUID | NO_DEVICES, 0, 0, 0));
        isHarmless = true;
        return mount;
      } finally {
        if (!isHarmless) {
          close(mount);
        }
      }
    }
  }

  /**
   * Shows what is in a mount with other owners: who is what on disk is told by a user namespace
   * (mount_setattr(2), since Linux 5.12).
   *
   * @param mount that is nowhere yet
   * @param userNamespace descriptor of one whose uid_map says {@code <on disk> <seen here> <count>}
   */
  static void mapOwners(int mount, int userNamespace) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      set(mount, arena.allocateFrom(JAVA_LONG, IDMAP, 0, 0, userNamespace));
    }
  }

  private static void set(int mount, MemorySegment attributes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment empty = arena.allocateFrom("");
      check(
          "mount_setattr",
          state ->
              (long)
                  SYSCALL.invokeExact(
                      state,
                      MOUNT_SETATTR,
                      (long) mount,
                      empty,
                      (long) EMPTY_PATH,
                      attributes,
                      attributes.byteSize()));
    }
  }

  /** Puts a mount that is nowhere yet over a folder of the calling thread's mount namespace. */
  static void placeMount(int mount, String folder) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(folder);
      MemorySegment empty = arena.allocateFrom("");
      check(
          "move_mount " + folder,
          state ->
              (long)
                  SYSCALL.invokeExact(
                      state,
                      MOVE_MOUNT,
                      (long) mount,
                      empty,
                      (long) NO_FOLDER,
                      path,
                      (long) FROM_EMPTY_PATH));
    }
  }

  private interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  private static long check(String what, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeCall.state());
      long result = call.run(state);
      if (result < 0) {
        throw NativeCall.failure(what, NativeCall.errno(state));
      }
      return result;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(what + " failed", e);
    }
  }
}
