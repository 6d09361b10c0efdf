package dev.valise.storm;

import dev.valise.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of the browsers of one server, found by its data folder. */
final class BrowserProcesses {
  private final Path checkouts;

  BrowserProcesses(Path data) {
    checkouts = data.resolve("checkouts");
  }

  /** Ends the main process of a session's browser at once; false when it has none. */
  boolean kill(String session) {
    List<ProcessHandle> main = of("--user-data-dir=" + checkouts.resolve(session) + "\0");
    main.forEach(ProcessHandle::destroyForcibly);
    main.forEach(gone -> Await.until("the browser is gone", () -> !gone.isAlive()));
    return !main.isEmpty();
  }

  /** Main processes of all browsers. */
  List<ProcessHandle> all() {
    return of("--user-data-dir=" + checkouts + "/");
  }

  private static List<ProcessHandle> of(String argument) {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .filter(process -> {
            String command = commandLine(process.pid());
            return command.contains(argument) && !command.contains("--type=");
          })
          .toList();
    }
  }

  /** Arguments with a NUL behind each; empty for a process that is gone. */
  private static String commandLine(long pid) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
