package dev.valise.chromium.isolation;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Whether the kernel counts the tasks of a user for each user namespace by itself (Linux 5.14, and
 * older ones with the change): RLIMIT_NPROC that is set inside limits one browser then. Elsewhere
 * it would count all of the server's user, and end the wrong ones.
 */
final class OwnTaskCount {
  private static final long LIMIT_SECONDS = 5;

  // This process alone has more threads than that. -u in bash, -p in dash and busybox.
  private static final String SCRIPT =
      "ulimit -u 3 2>/dev/null || ulimit -p 3 || exit 1; (:) && exit 0; exit 1";

  private OwnTaskCount() {}

  /** Tries it. */
  static boolean isKept(Programs programs) {
    var builder =
        new ProcessBuilder(
            programs.path("unshare"), "--user", "--map-root-user", "--", "/bin/sh", "-c", SCRIPT);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    try {
      return isKept(builder.start());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isKept(Process process) {
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
