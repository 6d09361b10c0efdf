package dev.valise.chromium.limits;

import dev.valise.chromium.limits.LimitedCommand.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What keeps one browser to its limits. Immutable.
 *
 * @param group empty where there are none; whoever ends the browser deletes it
 * @param dataBytes for each process, where the group cannot count memory
 * @param userTasks for the browser's user, where the group cannot count tasks
 * @param effective what all of that comes to
 */
public record LimitedStart(
    Optional<Cgroup> group,
    OptionalLong dataBytes,
    OptionalInt userTasks,
    EffectiveLimits effective) {

  /**
   * The command with what puts it under the limits before it becomes the browser; its pid stays the
   * same. Goes before what changes the user id or the view of the files, and behind what makes a
   * user namespace.
   */
  public List<String> command(List<String> browser) {
    Entry entry = group.isPresent() ? Entry.BY_PATH : Entry.NONE;
    return new LimitedCommand(dataBytes, userTasks, entry)
        .before(browser, group.map(Cgroup::entry).map(Path::toString).orElse(""));
  }

  /** The same for a process that cannot open {@link Cgroup#entry}, but has it as descriptor 3. */
  public List<String> commandWithOpenEntry(List<String> browser) {
    Entry entry = group.isPresent() ? Entry.BY_DESCRIPTOR : Entry.NONE;
    return new LimitedCommand(dataBytes, userTasks, entry).before(browser, "");
  }
}
