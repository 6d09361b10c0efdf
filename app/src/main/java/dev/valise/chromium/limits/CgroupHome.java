package dev.valise.chromium.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group below which this server may make others.
 *
 * @param controllers those that limit the groups made here; with none, groups can still be frozen
 *     and killed
 */
record CgroupHome(Path path, Set<Controller> controllers) {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupHome.class);

  /** The leaf in which the server itself stays; systemd's DelegateSubgroup= takes any name. */
  private static final String LEAF = "server";

  /** In microseconds, the kernel's default. */
  private static final int CPU_PERIOD = 100_000;

  CgroupHome {
    controllers = Set.copyOf(controllers);
  }

  /**
   * Looks for it, and moves this process into a leaf where that is what it takes: a group with
   * processes of its own cannot limit groups below it ("no internal process constraint"). Done only
   * where no other process is in the group, which would be someone else's then.
   *
   * @param proc {@code /proc}
   * @param pid of this process
   * @return empty where there is no cgroup v2, or none that this process may write to
   */
  static Optional<CgroupHome> claim(Path proc, long pid) {
    try {
      Optional<Path> own = OwnCgroup.find(proc.resolve("self"));
      if (own.isEmpty() || !isWritable(own.get())) {
        return Optional.empty();
      }
      return Optional.of(settle(own.get(), pid)).filter(CgroupHome::canFreezeAndKill);
    } catch (IOException e) {
      LOG.warn("No control groups for browsers", e);
      return Optional.empty();
    }
  }

  private static CgroupHome settle(Path own, long pid) throws IOException {
    Path parent = own.getParent();
    if (own.endsWith(LEAF) && parent != null && isWritable(parent) && pids(parent).isEmpty()) {
      return new CgroupHome(parent, enable(parent));
    }
    Set<Controller> available = Controller.in(Files.readString(own.resolve("cgroup.controllers")));
    if (available.isEmpty()) {
      return new CgroupHome(own, available);
    }
    // Free of the constraint.
    if (isRoot(own)) {
      return new CgroupHome(own, enable(own));
    }
    if (!pids(own).equals(List.of(pid))) {
      return new CgroupHome(own, Set.of());
    }
    Path leaf = own.resolve(LEAF);
    if (!Files.isDirectory(leaf)) {
      Cgroup.create(own, LEAF);
    }
    Cgroup.existing(own, LEAF).write("cgroup.procs", Long.toString(pid));
    return new CgroupHome(own, enable(own));
  }

  private static Set<Controller> enable(Path group) throws IOException {
    Set<Controller> wanted = Controller.in(Files.readString(group.resolve("cgroup.controllers")));
    Path control = group.resolve("cgroup.subtree_control");
    if (!Controller.in(Files.readString(control)).containsAll(wanted)) {
      Files.writeString(control, Controller.enabling(wanted));
    }
    return wanted;
  }

  private static List<Long> pids(Path group) throws IOException {
    return Files.readAllLines(group.resolve("cgroup.procs")).stream().map(Long::valueOf).toList();
  }

  private static boolean isWritable(Path group) {
    return Files.isWritable(group)
        && Files.isWritable(group.resolve("cgroup.procs"))
        && Files.isWritable(group.resolve("cgroup.subtree_control"));
  }

  private boolean canFreezeAndKill() {
    if (!isRoot(path)) {
      return hasFreezeAndKill(path);
    }
    // The root has neither file; every group below it has both, or none does.
    try {
      Cgroup probe = Cgroup.create(path, "valise-probe-" + ProcessHandle.current().pid());
      try {
        return hasFreezeAndKill(probe.path());
      } finally {
        probe.delete();
      }
    } catch (IOException e) {
      LOG.warn("No control groups for browsers below {}", path, e);
      return false;
    }
  }

  private static boolean hasFreezeAndKill(Path group) {
    return Files.exists(group.resolve("cgroup.freeze"))
        && Files.exists(group.resolve("cgroup.kill"));
  }

  /** The root of all groups on a machine has no type. */
  private static boolean isRoot(Path group) {
    return !Files.exists(group.resolve("cgroup.type"));
  }

  /** Makes a group with those of the limits that the controllers here can keep. */
  Cgroup create(String name, BrowserLimits limits) throws IOException {
    Cgroup group = Cgroup.create(path, name);
    boolean isReady = false;
    try {
      for (Setting setting : settings(limits)) {
        group.write(setting.file(), setting.value());
      }
      isReady = true;
      return group;
    } finally {
      if (!isReady) {
        group.delete();
      }
    }
  }

  /**
   * The same in place of one that was left behind.
   *
   * @throws IOException also when processes are in that one
   */
  Cgroup replace(String name, BrowserLimits limits) throws IOException {
    Optional<Cgroup> left = existing(name);
    if (left.isPresent()) {
      left.get().delete();
    }
    return create(name, limits);
  }

  /** A line for one of a group's files. */
  record Setting(String file, String value) {}

  /** What a group needs to keep these limits, as far as the controllers here go. */
  List<Setting> settings(BrowserLimits limits) {
    List<Setting> settings = new ArrayList<>();
    if (controllers.contains(Controller.MEMORY) && limits.memory().isPresent()) {
      settings.add(new Setting("memory.max", Long.toString(limits.memory().getAsLong())));
      // All of the browser or nothing: one that lost a process at random is of no use.
      settings.add(new Setting("memory.oom.group", "1"));
    }
    if (controllers.contains(Controller.PIDS) && limits.tasks().isPresent()) {
      settings.add(new Setting("pids.max", Integer.toString(limits.tasks().getAsInt())));
    }
    if (controllers.contains(Controller.CPU) && limits.cpus().isPresent()) {
      long share = Math.round(limits.cpus().getAsDouble() * CPU_PERIOD);
      settings.add(new Setting("cpu.max", share + " " + CPU_PERIOD));
    }
    return settings;
  }

  /** One that is there; empty when there is none of this name. */
  Optional<Cgroup> existing(String name) throws IOException {
    return Files.isDirectory(path.resolve(name))
        ? Optional.of(Cgroup.existing(path, name))
        : Optional.empty();
  }
}
