package dev.valise.chromium.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whom the kernel ends first when a machine is out of memory (proc_pid_oom_score_adj(5)): those
 * with the higher score, of -1000 to 1000, each point a thousandth of the memory.
 */
public final class OomScore {
  /** The highest that Chromium gives its own processes, those of pages. */
  static final int OF_BROWSERS = 300;

  private static final Path PROC = Path.of("/proc");

  private OomScore() {}

  /**
   * Lets a process of a browser go before this server. To be called when the browser is up: at its
   * start Chromium sets 0 for its main process and the zygotes, 200 for the GPU process and
   * services, and 300 for pages, whatever it began with (seen with Chromium 156).
   *
   * @return false when it is gone, or not this user's to change
   */
  public static boolean raise(long pid) {
    Path file = PROC.resolve(Long.toString(pid)).resolve("oom_score_adj");
    try {
      if (Integer.parseInt(Files.readString(file).strip()) < OF_BROWSERS) {
        Files.writeString(file, Integer.toString(OF_BROWSERS), StandardOpenOption.WRITE);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
