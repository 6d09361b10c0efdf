package dev.valise.chromium.isolation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A browser that is started in a room to see whether it shows a page there.
 *
 * @param folders that it gets
 * @param scratch the folder that the room is in
 * @param sandbox whether it sets up Chromium's own
 */
record TrialBrowser(Room room, BrowserFolders folders, Path scratch, boolean sandbox) {
  /** A browser that takes longer is not waited for later either. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  private static final int LINES_QUOTED = 3;
  private static final String PAGE = "<html>";

  /**
   * Why it shows none; empty when it does. Nothing of it runs any more then.
   *
   * @throws IsolationException when it neither shows one nor ends, which tells nothing of the room
   */
  Optional<String> failure() throws IOException {
    Process process = room.start(folders, arguments(), environment());
    List<String> lines = new CopyOnWriteArrayList<>();
    try {
      var shown = new CompletableFuture<Optional<String>>();
      var _ =
          Thread.ofPlatform().daemon().name("room-probe").start(() -> read(process, lines, shown));
      return shown.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IsolationException(
          "it is not known how browsers can be isolated here, because the one that was tried did"
              + " nothing within %d s; the next request tries again".formatted(LIMIT.toSeconds()),
          last(lines));
    } catch (ExecutionException e) {
      throw new IOException("a browser could not be listened to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a browser was tried", e);
    } finally {
      room.init().filter(NamespaceInit::isThere).ifPresent(init -> end(init.pid()));
      process.destroyForcibly().onExit().join();
      endMarked();
    }
  }

  private List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--headless",
                "--user-data-dir=" + layout().profile(),
                "--no-first-run",
                "--disable-background-networking",
                "--dump-dom"));
    if (!sandbox) {
      arguments.add("--no-sandbox");
    }
    arguments.add("about:blank");
    return arguments;
  }

  private Map<String, String> environment() {
    RoomLayout layout = layout();
    return Map.of(
        "HOME", layout.home().toString(),
        "TMPDIR", layout.temporary().toString(),
        "PATH", "/usr/bin:/bin");
  }

  private RoomLayout layout() {
    return room.layout(folders);
  }

  private static void end(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(init -> {
          init.destroyForcibly();
          init.onExit().join();
        });
  }

  /** Without namespaces: whatever lives on and has the folder in its arguments, as all have. */
  private void endMarked() {
    if (!layout().home().startsWith(scratch)) {
      return;
    }
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process ->
            process.info().commandLine().filter(line -> line.contains(scratch + "/")).isPresent())
        .forEach(process -> {
          process.destroyForcibly();
          try {
            // One that nobody reaps, as in containers, never ends for the JDK.
            process.onExit().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
          } catch (TimeoutException | ExecutionException e) {
            // Its folder is deleted all the same.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Does not wait for the browser's end, which takes longer than all the rest. */
  private static void read(
      Process process, List<String> lines, CompletableFuture<Optional<String>> shown) {
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.contains(PAGE)) {
          shown.complete(Optional.empty());
        }
        if (!line.isBlank()) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    shown.complete(Optional.of("a browser showed no page: " + String.join(" / ", last(lines))));
  }

  private static List<String> last(List<String> lines) {
    List<String> all = List.copyOf(lines);
    return all.subList(Math.max(0, all.size() - LINES_QUOTED), all.size());
  }
}
