package dev.valise.chromium.spawn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.valise.chromium.libc.Descriptors;
import dev.valise.chromium.libc.NativeCall;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * All that posix_spawn(3) takes, prepared in memory that the caller frees, so that the call itself
 * needs nothing more of the machine.
 *
 * @param attributes a session of its own, in which no signal is blocked; threads of the JVM block
 *     some
 */
record SpawnActions(
    MemorySegment pid,
    MemorySegment program,
    MemorySegment fileActions,
    MemorySegment attributes,
    MemorySegment arguments,
    MemorySegment environment) {

  // Larger than the opaque types of any libc: glibc has 80 and 336 bytes, musl 80 and 336.
  private static final long ROOM = 1024;
  private static final long SIGNAL_SET = 128;
  // The same in glibc (since 2.26) and musl (spawn.h).
  private static final short SET_SIGNAL_MASK = 8;
  private static final short SET_SESSION = 0x80;
  private static final short FLAGS = SET_SIGNAL_MASK | SET_SESSION;

  private static final MethodHandle SPAWN =
      NativeCall.plain(
          "posix_spawnp",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ACTIONS_INIT = initialiser("posix_spawn_file_actions_init");
  private static final MethodHandle ACTIONS_DESTROY =
      initialiser("posix_spawn_file_actions_destroy");
  private static final MethodHandle ADD_DUP2 =
      NativeCall.plain(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ADD_CHDIR =
      NativeCall.plain(
          "posix_spawn_file_actions_addchdir_np",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle ATTRIBUTES_INIT = initialiser("posix_spawnattr_init");
  private static final MethodHandle SET_FLAGS =
      NativeCall.plain(
          "posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SET_MASK =
      NativeCall.plain(
          "posix_spawnattr_setsigmask", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  /**
   * Prepares a start.
   *
   * @param descriptors those of the new process: the first becomes its 0, and so on
   */
  static SpawnActions prepare(ProcessBuilder builder, List<Integer> descriptors, Arena arena)
      throws IOException {
    MemorySegment fileActions = arena.allocate(ROOM, 16);
    MemorySegment attributes = arena.allocate(ROOM, 16);
    try {
      check((int) ACTIONS_INIT.invokeExact(fileActions));
      for (int i = 0; i < descriptors.size(); i++) {
        check((int) ADD_DUP2.invokeExact(fileActions, (int) descriptors.get(i), i));
      }
      File folder = builder.directory();
      if (folder != null) {
        check((int) ADD_CHDIR.invokeExact(fileActions, text(folder.toString(), arena)));
      }
      check((int) ATTRIBUTES_INIT.invokeExact(attributes));
      check((int) SET_FLAGS.invokeExact(attributes, FLAGS));
      check((int) SET_MASK.invokeExact(attributes, arena.allocate(SIGNAL_SET, 16)));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("posix_spawn could not be prepared", e);
    }
    List<String> environment =
        builder.environment().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    return new SpawnActions(
        arena.allocate(JAVA_INT),
        text(builder.command().getFirst(), arena),
        fileActions,
        attributes,
        texts(builder.command(), arena),
        texts(environment, arena));
  }

  /** Zero, or the error number. */
  int spawn() {
    try {
      return (int) SPAWN.invokeExact(pid, program, fileActions, attributes, arguments, environment);
    } catch (Throwable e) {
      throw new IllegalStateException("posix_spawnp failed", e);
    }
  }

  /** Of the started process. */
  int startedPid() {
    return pid.get(JAVA_INT, 0);
  }

  /** Frees what libc allocated itself. */
  void free() {
    try {
      int ignored = (int) ACTIONS_DESTROY.invokeExact(fileActions);
    } catch (Throwable e) {
      throw new IllegalStateException("posix_spawn_file_actions_destroy failed", e);
    }
  }

  private static MemorySegment texts(List<String> texts, Arena arena) throws IOException {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, text(texts.get(i), arena));
    }
    return array;
  }

  private static MemorySegment text(String text, Arena arena) throws IOException {
    if (text.indexOf('\0') >= 0) {
      throw new IOException("An argument or variable has a NUL character");
    }
    return arena.allocateFrom(text, Descriptors.NAMES);
  }

  private static void check(int error) throws IOException {
    if (error != 0) {
      throw NativeCall.failure("posix_spawn", error);
    }
  }

  private static MethodHandle initialiser(String name) {
    return NativeCall.plain(name, FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }
}
