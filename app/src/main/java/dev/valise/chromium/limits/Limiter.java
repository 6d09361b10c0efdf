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
  private final Optional<CgroupHome> home;

  Limiter(Optional<CgroupHome> home) {
    this.home = home;
  }

  /**
   * Finds out what there is. Where control groups are delegated to this process alone, it moves
   * into one named {@code server}, beside which those of browsers are made.
   */
  public static Limiter ofThisMachine() {
    return new Limiter(CgroupHome.claim(Path.of("/proc"), ProcessHandle.current().pid()));
  }

  /**
   * How well limits are kept.
   *
   * @param hasOwnUser whether each browser has a user id that no other process has
   */
  public Coverage coverage(boolean hasOwnUser) {
    return new Coverage(
        has(Controller.MEMORY) ? Extent.BROWSER : Extent.PROCESS,
        has(Controller.PIDS) || hasOwnUser ? Extent.BROWSER : Extent.NONE,
        has(Controller.CPU) ? Extent.BROWSER : Extent.NONE);
  }

  /** Whether browsers can be frozen and killed by their group. */
  public boolean hasGroups() {
    return home.isPresent();
  }

  /**
   * Prepares for one browser.
   *
   * @param name of its group; letters, digits, {@code _} and {@code -}
   * @param hasOwnUser as for {@link #coverage}
   * @throws IOException when the kernel refuses the group or a limit; no group is left then
   */
  public LimitedStart prepare(String name, BrowserLimits limits, boolean hasOwnUser)
      throws IOException {
    Optional<Cgroup> group =
        home.isPresent() ? Optional.of(home.get().create(name, limits)) : Optional.empty();
    return new LimitedStart(
        group,
        has(Controller.MEMORY) ? OptionalLong.empty() : limits.memory(),
        has(Controller.PIDS) || !hasOwnUser ? OptionalInt.empty() : limits.tasks());
  }

  /** The group of a browser that an earlier process of this server started. */
  public Optional<Cgroup> existingGroup(String name) throws IOException {
    return home.isPresent() ? home.get().existing(name) : Optional.empty();
  }

  private boolean has(Controller controller) {
    return home.map(CgroupHome::controllers).orElse(Set.of()).contains(controller);
  }
}
