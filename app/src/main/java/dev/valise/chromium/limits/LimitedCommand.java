package dev.valise.chromium.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A script that puts its own process under limits and then becomes the browser, so that nothing of
 * a browser ever runs without them. In the words that every {@code sh} has, dash, bash and busybox:
 * no package to install, and one program less to start than with prlimit and choom (util-linux).
 *
 * @param dataBytes RLIMIT_DATA of each process: what it allocates, but not the reserved terabytes
 *     of V8 and not its program. RLIMIT_AS is no use: Chromium crashes at its start with 8 GiB of
 *     it
 * @param userTasks RLIMIT_NPROC, counted over all processes of a user
 */
record LimitedCommand(OptionalLong dataBytes, OptionalInt userTasks, Entry entry) {

  // With a descriptor for each socket and shared memory block, a heavy page needs some hundreds.
  private static final int OPEN_FILES = 4096;

  /** An exit code that no browser has. */
  private static final int FAILED = 125;

  /** How the script gets to its group. */
  enum Entry {
    /** There is none. */
    NONE,
    /** By its path, the first argument. */
    BY_PATH,
    /** Descriptor 3 stands for it. */
    BY_DESCRIPTOR
  }

  /**
   * The whole command.
   *
   * @param path of the entry, or anything
   */
  List<String> before(List<String> command, String path) {
    return Stream.concat(Stream.of("/bin/sh", "-c", script(), "limits", path), command.stream())
        .toList();
  }

  private String script() {
    List<String> steps = new ArrayList<>();
    // A browser that grows while it starts. Not possible behind every isolation, where it must run
    // all the same.
    steps.add(
        "{ echo %d > /proc/self/oom_score_adj; } 2>/dev/null || :".formatted(OomScore.OF_BROWSERS));
    switch (entry) {
      case NONE -> {}
      case BY_PATH -> steps.add("echo 0 > \"$1\" || exit " + FAILED);
      case BY_DESCRIPTOR -> {
        steps.add("echo 0 >&3 || exit " + FAILED);
        steps.add("exec 3>&-");
      }
    }
    // A crash would write cookies and keys to a file of its own.
    steps.add("ulimit -c 0");
    // Fails where there are fewer to begin with.
    steps.add("ulimit -n %d 2>/dev/null || :".formatted(OPEN_FILES));
    dataBytes.ifPresent(
        bytes -> steps.add("ulimit -d %d || exit %d".formatted(bytes / 1024, FAILED)));
    // -u in bash, -p in dash and busybox.
    userTasks.ifPresent(tasks ->
        steps.add(
            "ulimit -u %1$d 2>/dev/null || ulimit -p %1$d || exit %2$d".formatted(tasks, FAILED)));
    steps.add("shift");
    steps.add("exec \"$@\"");
    return String.join("\n", steps);
  }
}
