package dev.valise.chromium.landlock;

import dev.valise.chromium.libc.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A thread that restricts itself, starts one process and ends.
 *
 * <p>The restriction stays with a thread, and with all threads that it starts. This one must
 * therefore start none, nor run anything that might: {@link ProcessBuilder#start} does. It makes a
 * "process reaper" thread, which the JDK keeps for the processes of others and which makes threads
 * of the common pool in turn (JDK 25, seen by NoNewPrivs in {@code /proc/self/task}); in a while
 * half of a server would be shut out of its own files. Nor may it need a class that is not loaded:
 * the file would be out of reach. So it does four native calls and nothing else.
 */
final class RestrictedStart {
  private final MemorySegment state;
  private final int ruleset;
  private final SpawnActions actions;
  private String failed = "";
  private int errno;
  private @Nullable Throwable trouble;

  private RestrictedStart(Arena arena, int ruleset, SpawnActions actions) {
    state = arena.allocate(NativeCall.state());
    this.ruleset = ruleset;
    this.actions = actions;
  }

  /** The pid of the new process. */
  static int run(Arena arena, int ruleset, SpawnActions actions, String program)
      throws IOException {
    var start = new RestrictedStart(arena, ruleset, actions);
    Thread thread = new Thread(null, start::restrictAndSpawn, "landlock", 0, false);
    thread.start();
    awaitEnd(thread);
    if (start.trouble != null) {
      throw new IllegalStateException("Cannot start a process behind Landlock", start.trouble);
    }
    if (start.errno != 0) {
      throw NativeCall.failure(program + ": " + start.failed, start.errno);
    }
    return actions.startedPid();
  }

  /** Cannot be given up: the memory is in use, and it takes but milliseconds. */
  private static void awaitEnd(Thread thread) {
    boolean isInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void restrictAndSpawn() {
    try {
      failed = "close_range";
      errno = KernelCalls.unshareDescriptors(state);
      if (errno == 0) {
        failed = "prctl";
        errno = KernelCalls.setNoNewPrivileges(state);
      }
      if (errno == 0) {
        failed = "landlock_restrict_self";
        errno = KernelCalls.restrictSelf(state, ruleset);
      }
      if (errno == 0) {
        failed = "posix_spawn";
        errno = actions.spawn();
      }
    } catch (Throwable e) {
      trouble = e;
    }
  }
}
