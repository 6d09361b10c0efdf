package dev.valise.chromium.isolation;

import dev.valise.chromium.limits.Limiter;
import dev.valise.disk.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Finds out how rooms are made on this machine, by making them and having a browser in them show a
 * page. Versions, capabilities and settings of the kernel would only be guessed from: AppArmor,
 * seccomp and container runtimes all have their say.
 */
public final class RoomProbe {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int LINES_QUOTED = 3;
  private static final String PAGE = "<html>";

  private final Path executable;
  private final Programs programs;
  private final List<String> obstacles = new ArrayList<>();

  private RoomProbe(Path executable, String path) {
    this.executable = executable;
    this.programs = Programs.on(path);
  }

  /**
   * Tries the tiers, the best first. Takes as long as a browser takes to start.
   *
   * @param executable the browser
   * @param path where programs are, as the PATH variable has it
   */
  public static ProbeResult run(Path executable, String path) {
    var probe = new RoomProbe(executable, path);
    Optional<Rooms> rooms = probe.best();
    return new ProbeResult(rooms, probe.obstacles);
  }

  private Optional<Rooms> best() {
    if (!System.getProperty("os.name").equals("Linux")) {
      obstacles.add("rooms are made with namespaces of Linux");
      return Optional.empty();
    }
    if (isRoot()) {
      var slots = new SlotUids();
      return tried(
          Tier.ROOT, Rooms.ByRoot.PROGRAMS, sandbox -> new Rooms.ByRoot(programs, slots, sandbox));
    }
    return tried(
        Tier.USER,
        Rooms.ByUser.PROGRAMS,
        sandbox -> new Rooms.ByUser(programs, OwnTaskCount.isKept(programs), sandbox));
  }

  private static boolean isRoot() {
    try {
      // The owner of a process's /proc folder is its effective user.
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Rooms> tried(
      Tier tier, List<String> names, Function<Boolean, Rooms> withSandbox) {
    Optional<String> missing = programs.missing(names);
    if (missing.isPresent()) {
      obstacles.add(tier.word() + ": " + missing.get());
      return Optional.empty();
    }
    for (boolean sandbox : List.of(true, false)) {
      Rooms rooms = withSandbox.apply(sandbox);
      Optional<String> failure = failure(rooms);
      if (failure.isEmpty()) {
        return Optional.of(rooms);
      }
      String obstacle = tier.word() + ": " + failure.get();
      if (obstacles.contains(obstacle) || Thread.currentThread().isInterrupted()) {
        break;
      }
      obstacles.add(obstacle);
    }
    return Optional.empty();
  }

  /** Why a browser shows no page in such a room; empty when it does. */
  private Optional<String> failure(Rooms rooms) {
    try {
      Path scratch = Files.createTempDirectory("valise-probe-");
      try {
        Path profile = PrivateFiles.createFolder(scratch.resolve("profile"));
        var limits = Limiter.ofProcesses().prepare("probe", false);
        var request =
            new RoomRequest(
                executable.toRealPath(), profile, Optional.empty(), scratch, false, limits);
        try (Room room = rooms.open(request)) {
          return failure(room, rooms.chromiumSandbox());
        }
      } finally {
        PrivateFiles.deleteTree(scratch);
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> failure(Room room, boolean sandbox) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--headless",
                "--user-data-dir=" + Inside.PROFILE,
                "--no-first-run",
                "--disable-background-networking",
                "--dump-dom"));
    if (!sandbox) {
      arguments.add("--no-sandbox");
    }
    arguments.add("about:blank");
    Process process =
        room.start(arguments, Map.of("HOME", Inside.HOME.toString(), "PATH", "/usr/bin:/bin"));
    try {
      var shown = new CompletableFuture<Optional<String>>();
      var _ = Thread.ofPlatform().daemon().name("room-probe").start(() -> read(process, shown));
      return shown.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of("a browser showed no page within " + LIMIT);
    } catch (ExecutionException e) {
      throw new IOException("a browser could not be listened to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a browser was tried", e);
    } finally {
      end(room);
      process.destroyForcibly().onExit().join();
    }
  }

  /** Ends whatever lives on in the room, such as crash handlers. */
  private static void end(Room room) {
    room.init()
        .filter(NamespaceInit::isThere)
        .flatMap(init -> ProcessHandle.of(init.pid()))
        .ifPresent(init -> {
          init.destroyForcibly();
          init.onExit().join();
        });
  }

  /** Does not wait for the browser's end, which takes longer than all the rest. */
  private static void read(Process process, CompletableFuture<Optional<String>> shown) {
    List<String> lines = new ArrayList<>();
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
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_QUOTED), lines.size());
    shown.complete(Optional.of("a browser showed no page: " + String.join(" / ", last)));
  }
}
