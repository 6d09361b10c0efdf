package dev.valise.chromium.limits;

import dev.valise.chromium.limits.Coverage.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Puts browsers under limits by the best means that this machine has. Thread-safe. */
public final class Limiter {
  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  private final Optional<CgroupHome> home;
  private final BrowserLimits limits;

  Limiter(Optional<CgroupHome> home, BrowserLimits limits) {
    this.home = home;
    this.limits = limits;
  }

  /**
   * Finds out what there is. Where control groups are delegated to this process alone, it moves
   * into one named {@code server}, beside which those of browsers are made.
   *
   * @param limits of each browser
   */
  public static Limiter ofThisMachine(BrowserLimits limits) {
    return new Limiter(
        LINUX
            ? CgroupHome.claim(Path.of("/proc"), ProcessHandle.current().pid())
            : Optional.empty(),
        limits);
  }

  /** Without control groups, and with no more than what is limited for every browser. */
  public static Limiter ofProcesses() {
    return new Limiter(Optional.empty(), BrowserLimits.none());
  }

  /**
   * What is limited, and how well.
   *
   * @param ownTaskCount whether what the kernel counts by user (RLIMIT_NPROC) is counted for each
   *     browser alone: it has a user id, or a user namespace, that no other process has
   */
  public EffectiveLimits effective(boolean ownTaskCount) {
    // Elsewhere RLIMIT_DATA leaves out what mmap gives, and so nearly all.
    Extent process = LINUX ? Extent.PROCESS : Extent.NONE;
    var coverage =
        new Coverage(
            has(Controller.MEMORY) ? Extent.BROWSER : process,
            has(Controller.PIDS) || ownTaskCount ? Extent.BROWSER : Extent.NONE,
            has(Controller.CPU) ? Extent.BROWSER : Extent.NONE);
    return new EffectiveLimits(limits, coverage);
  }

  /** Whether browsers can be frozen and killed by their group. */
  public boolean hasGroups() {
    return home.isPresent();
  }

  /**
   * Prepares for one browser.
   *
   * @param name of its group; letters, digits, {@code _} and {@code -}
   * @param ownTaskCount as for {@link #effective}
   * @throws IOException when the kernel refuses the group or a limit, or when something runs in a
   *     group of that name; none is left behind then
   */
  public LimitedStart prepare(String name, boolean ownTaskCount) throws IOException {
    return new LimitedStart(
        home.isPresent() ? Optional.of(home.get().replace(name, limits)) : Optional.empty(),
        has(Controller.MEMORY) ? OptionalLong.empty() : limits.memory(),
        has(Controller.PIDS) || !ownTaskCount ? OptionalInt.empty() : limits.tasks(),
        effective(ownTaskCount));
  }

  /** The group of a browser that an earlier process of this server started. */
  public Optional<Cgroup> existingGroup(String name) throws IOException {
    return home.isPresent() ? home.get().existing(name) : Optional.empty();
  }

  private boolean has(Controller controller) {
    return home.map(CgroupHome::controllers).orElse(Set.of()).contains(controller);
  }
}
