package dev.valise.chromium.isolation;

import dev.valise.chromium.landlock.Landlock;
import dev.valise.chromium.landlock.LandlockGap;
import dev.valise.chromium.limits.Limiter;
import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out how rooms are made on this machine, by making them and having a browser in them show a
 * page. Versions, capabilities and settings of the kernel would only be guessed from: AppArmor,
 * seccomp and container runtimes all have their say.
 */
public final class RoomProbe {
  private final Subject subject;
  private final Programs programs;
  private final boolean isRoot = isRoot();
  private final List<String> obstacles = new ArrayList<>();

  /**
   * What rooms are to be made for.
   *
   * @param executable the browser
   * @param path where programs are, as the PATH variable has it
   * @param data the server's folder in which all profiles are; it need not be there yet
   */
  public record Subject(Path executable, String path, Path data) {}

  private RoomProbe(Subject subject) {
    this.subject = subject;
    this.programs = Programs.on(subject.path());
  }

  /**
   * Tries the tiers that are wanted, the best first. Takes as long as a browser takes to start.
   *
   * @throws IsolationException when a browser neither works nor fails: to go on with a lesser tier
   *     would be a guess
   */
  public static ProbeResult run(Isolation wanted, Subject subject) {
    var probe = new RoomProbe(subject);
    Optional<Rooms> rooms =
        switch (wanted) {
          case AUTO -> probe.withNamespaces().or(probe::behindLandlock);
          case STRICT -> probe.withNamespaces();
          case BASIC -> probe.behindLandlock();
          case OFF -> Optional.empty();
        };
    return new ProbeResult(rooms, probe.obstacles);
  }

  private Optional<Rooms> withNamespaces() {
    if (!System.getProperty("os.name").equals("Linux")) {
      obstacles.add("rooms are made with namespaces of Linux");
      return Optional.empty();
    }
    if (isRoot) {
      var slots = new SlotUids();
      return tried(
          Tier.ROOT, Rooms.ByRoot.PROGRAMS, sandbox -> new Rooms.ByRoot(programs, slots, sandbox));
    }
    return tried(
        Tier.USER,
        Rooms.ByUser.PROGRAMS,
        sandbox -> new Rooms.ByUser(programs, OwnTaskCount.isKept(programs), sandbox));
  }

  private Optional<Rooms> behindLandlock() {
    if (Thread.currentThread().isInterrupted()) {
      return Optional.empty();
    }
    Optional<Landlock> landlock = Landlock.ofThisMachine();
    if (landlock.isEmpty()) {
      obstacle(
          Tier.LANDLOCK,
          "this kernel has none (Linux 5.13), does not enable it, or is kept from it by a filter of"
              + " system calls");
      return Optional.empty();
    }
    if (landlock.get().gaps().contains(LandlockGap.TCP)) {
      obstacle(Tier.LANDLOCK, "this kernel has no rules for TCP (Linux 6.7)");
    }
    var ports = new DevToolsPorts();
    if (!isRoot) {
      return tried(
          Tier.LANDLOCK,
          Rooms.ByLandlock.PROGRAMS,
          sandbox ->
              new Rooms.ByLandlock(landlock.get(), programs, ports, Optional.empty(), sandbox));
    }
    var passage = new Passage(subject.data());
    Optional<String> closed = closed(passage);
    if (closed.isPresent()) {
      obstacle(Tier.LANDLOCK, closed.get());
      return Optional.empty();
    }
    var users = Optional.of(new OwnUsers(new SlotUids(), passage));
    return tried(
        Tier.LANDLOCK,
        Rooms.ByLandlock.PROGRAMS_OF_ROOT,
        sandbox -> new Rooms.ByLandlock(landlock.get(), programs, ports, users, sandbox));
  }

  private static Optional<String> closed(Passage passage) {
    try {
      return passage
          .obstacle()
          .map(folder ->
              ("browsers of root run as other users, who may not enter %s: choose another data"
                      + " folder, or run the server as a normal user")
                  .formatted(folder));
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private static boolean isRoot() {
    Path self = Path.of("/proc/self");
    try {
      // The owner of a process's /proc folder is its effective user.
      return Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void obstacle(Tier tier, String words) {
    obstacles.add(tier.word() + ": " + words);
  }

  private Optional<Rooms> tried(
      Tier tier, List<String> names, Function<Boolean, Rooms> withSandbox) {
    Optional<String> missing = programs.missing(names);
    if (missing.isPresent()) {
      obstacle(tier, missing.get());
      return Optional.empty();
    }
    for (boolean sandbox : List.of(true, false)) {
      Rooms rooms = withSandbox.apply(sandbox);
      Optional<String> failure = failure(rooms);
      if (failure.isEmpty()) {
        return Optional.of(rooms);
      }
      boolean isKnown = obstacles.contains(tier.word() + ": " + failure.get());
      if (isKnown || Thread.currentThread().isInterrupted()) {
        break;
      }
      obstacle(tier, failure.get());
    }
    return Optional.empty();
  }

  /** Why a browser shows no page in such a room; empty when it does. */
  private Optional<String> failure(Rooms rooms) {
    try {
      Path scratch = Files.createTempDirectory("valise-probe-").toRealPath();
      try {
        Path profile = PrivateFiles.createFolder(scratch.resolve("profile"));
        var limits = Limiter.ofProcesses().prepare("probe", false);
        var request =
            new RoomRequest(
                subject.executable().toRealPath(), scratch, new RoomNetwork.None(), limits);
        try (Room room = rooms.open(request)) {
          var folders = new BrowserFolders(profile, Optional.empty());
          return new TrialBrowser(room, folders, scratch, rooms.chromiumSandbox()).failure();
        }
      } finally {
        PrivateFiles.deleteTree(scratch);
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
