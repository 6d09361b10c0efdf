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
    List<ProcessHandle> main = of("--user-data-dir=" + checkouts.resolve(session) + " ");
    main.forEach(ProcessHandle::destroyForcibly);
    main.forEach(gone -> Await.until("the browser is gone", () -> !gone.isAlive()));
    return !main.isEmpty();
  }

  /** Ids of the sessions whose browsers run. */
  List<String> sessions() {
    String start = "--user-data-dir=" + checkouts + "/";
    return of(start).stream()
        .map(process -> commandLine(process.pid()))
        .filter(command -> command.contains(start))
        .map(command -> command.substring(command.indexOf(start) + start.length()))
        .map(rest -> rest.substring(0, rest.indexOf(' ')))
        .sorted()
        .toList();
  }

  /** All processes that have to do with the checkouts. */
  List<String> all() {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .map(process -> process.pid() + " " + commandLine(process.pid()))
          .filter(process -> process.contains(checkouts + "/"))
          .toList();
    }
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

  /**
   * Arguments with a space behind each, which is how Chromium itself joins them; empty for a
   * process that is gone.
   */
  private static String commandLine(long pid) {
    try {
      return Files.readString(
              Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
