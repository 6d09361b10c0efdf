package dev.valise.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the kernel says of a process (proc(5)); empty when it has ended. */
public final class ProcFiles {
  private ProcFiles() {}

  /** Processor time that it took, in clock ticks. */
  public static OptionalLong ticks(long pid) {
    String stat = text(pid, "stat");
    if (stat.isEmpty()) {
      return OptionalLong.empty();
    }
    // Behind the name, which may hold anything: fields 14 and 15.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return OptionalLong.of(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  /** Its threads, the main one among them. */
  public static OptionalInt threads(long pid) {
    return text(pid, "status")
        .lines()
        .filter(line -> line.startsWith("Threads:"))
        .mapToInt(line -> Integer.parseInt(line.substring("Threads:".length()).strip()))
        .findFirst();
  }

  /** Who goes first when memory is short: the highest. */
  public static OptionalInt oomScore(long pid) {
    String score = text(pid, "oom_score_adj").strip();
    return score.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(score));
  }

  private static String text(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      return "";
    }
  }
}
