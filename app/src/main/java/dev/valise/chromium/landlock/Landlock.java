package dev.valise.chromium.landlock;

import dev.valise.chromium.libc.Descriptors;
import dev.valise.chromium.spawn.Spawn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Starts processes behind Landlock. Linux only, any user, no package needed. Thread-safe. */
public final class Landlock {
  private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

  private final int abi;

  Landlock(int abi) {
    this.abi = abi;
  }

  /**
   * Empty where the kernel has none, does not enable it, or a filter of system calls hides it, as
   * those of older container engines do.
   */
  public static Optional<Landlock> ofThisMachine() {
    return Optional.of(IS_LINUX ? KernelCalls.abi() : 0).filter(abi -> abi > 0).map(Landlock::new);
  }

  /** 1 (Linux 5.13) or later. */
  public int abi() {
    return abi;
  }

  /** What this kernel cannot refuse; empty since Linux 6.12. */
  public Set<LandlockGap> gaps() {
    return LandlockGap.of(abi);
  }

  /**
   * Starts a process that the rules hold for, and for all its descendants, for good. None of them
   * gains privileges by a setuid program.
   *
   * <p>Standard streams are as the builder says; files they are redirected to are opened before the
   * rules hold. Otherwise as {@link Spawn} says.
   *
   * @param builder its program is looked for on this process's PATH, and must be runnable under the
   *     rules
   * @throws IOException when a file of a rule is missing, the kernel refuses a rule, or the program
   *     cannot be run; no process is left then
   */
  public Process start(ProcessBuilder builder, LandlockRules rules) throws IOException {
    return start(builder, rules, Optional.empty());
  }

  /**
   * The same, with a file that the rules need not allow.
   *
   * @param given opened for writing before the rules hold, and descriptor 3 of the process: a
   *     {@code cgroup.procs}, for one, by which it enters a group that it may not change later
   */
  public Process start(ProcessBuilder builder, LandlockRules rules, Path given) throws IOException {
    return start(builder, rules, Optional.of(given));
  }

  private Process start(ProcessBuilder builder, LandlockRules rules, Optional<Path> given)
      throws IOException {
    try (var descriptors = new Descriptors()) {
      int ruleset = Ruleset.create(rules, abi, descriptors);
      return Spawn.start(
          builder,
          given,
          () -> {
            KernelCalls.setNoNewPrivileges();
            KernelCalls.restrictSelf(ruleset);
          });
    }
  }
}
