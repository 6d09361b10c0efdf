package dev.valise.chromium;

import java.util.Optional;

/**
 * Which process this was, so that a later process with the same pid is not taken for it; also after
 * a restart of this server, through {@link #text()} and {@link #parse(String)}.
 *
 * @param startedAt on Linux the clock ticks since boot of {@code /proc/<pid>/stat} field 22, which
 *     no clock change moves; elsewhere the start in milliseconds since 1970
 * @param boot on Linux {@code /proc/sys/kernel/random/boot_id}; elsewhere empty
 */
public record ProcessIdentity(long pid, long startedAt, String boot) {

  public ProcessIdentity {
    if (pid <= 0 || startedAt < 0 || boot.contains("/")) {
      throw new IllegalArgumentException(
          "Not a process identity: %d/%d/%s".formatted(pid, startedAt, boot));
    }
  }

  /** The process that has this pid now; empty when there is none that still runs. */
  public static Optional<ProcessIdentity> of(long pid) {
    return ProcessTable.ofThisMachine().find(pid).map(ProcessEntry::identity);
  }

  /** Whether this very process still runs; one that ended but was not yet reaped does not. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** {@code <pid>/<startedAt>/<boot>}. */
  public String text() {
    return pid + "/" + startedAt + "/" + boot;
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static ProcessIdentity parse(String text) {
    String[] parts = text.split("/", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Not a process identity: " + text);
    }
    try {
      return new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Not a process identity: " + text, e);
    }
  }
}
