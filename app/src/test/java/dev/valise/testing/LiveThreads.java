package dev.valise.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Threads of this process, virtual ones too. */
public final class LiveThreads {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private LiveThreads() {}

  /**
   * Waits until no thread but this one runs code of a package.
   *
   * @param folder empty, for dumps
   * @return the stacks of those that still do after a while
   */
  public static List<String> awaitNoneIn(String packageName, Path folder) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (int dump = 0; true; dump++) {
      List<String> running = running(packageName, folder.resolve("dump" + dump));
      if (running.isEmpty() || System.nanoTime() > end) {
        return running;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<String> running(String packageName, Path file) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
    String own = "#" + Thread.currentThread().threadId() + " ";
    return List.of(Files.readString(file).split("\n\n")).stream()
        .filter(stack -> stack.contains(packageName + ".") && !stack.startsWith(own))
        .toList();
  }
}
