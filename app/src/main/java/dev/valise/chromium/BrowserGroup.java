package dev.valise.chromium;

import dev.valise.chromium.limits.Cgroup;
import dev.valise.chromium.limits.Limiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group of a browser, where it has one. Thread-safe. What goes wrong with it is logged:
 * each caller has other means to do the same.
 */
record BrowserGroup(Optional<Cgroup> group) {
  static final BrowserGroup NONE = new BrowserGroup(Optional.empty());

  private static final Logger LOG = LoggerFactory.getLogger(BrowserGroup.class);

  // 19 ms at most where it was measured, for 161 threads.
  private static final Duration FREEZE_LIMIT = Duration.ofSeconds(2);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private static final int LONGEST_NAME = 60;
  private static final int HASH_DIGITS = 12;

  /**
   * What the group of a browser is called: the name of its folder, for people, and a hash of the
   * path, so that no two browsers of a machine share one. A later server that knows nothing but the
   * folder finds it by that.
   */
  static String nameFor(Path userDataDir) {
    String folder = String.valueOf(userDataDir.getFileName()).replaceAll("[^A-Za-z0-9_-]", "_");
    String shortened = folder.substring(0, Math.min(folder.length(), LONGEST_NAME));
    return "valise-%s-%s".formatted(shortened, hash(userDataDir).substring(0, HASH_DIGITS));
  }

  private static String hash(Path path) {
    try {
      byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The same in a room, whose folder nobody else has either, and which a later server finds. */
  static String nameFor(ScratchFolder scratch) {
    return String.valueOf(scratch.path().getFileName());
  }

  /** That of a browser that an earlier process of this server started. */
  static BrowserGroup leftOn(Path userDataDir, Limiter limiter) {
    return left(nameFor(userDataDir), limiter);
  }

  /** The same for a browser in a room. */
  static BrowserGroup leftBy(ScratchFolder scratch, Limiter limiter) {
    return left(nameFor(scratch), limiter);
  }

  private static BrowserGroup left(String name, Limiter limiter) {
    try {
      return new BrowserGroup(limiter.existingGroup(name));
    } catch (IOException e) {
      LOG.warn("Cannot look for the control group {}", name, e);
      return NONE;
    }
  }

  /** The processes in it. */
  Set<Long> pids() {
    if (group.isEmpty()) {
      return Set.of();
    }
    try {
      return Set.copyOf(group.get().processes());
    } catch (IOException e) {
      // Deleted: no process was left in it.
      return Set.of();
    }
  }

  /** False when there is no group, or not all of it stands still; it runs on then. */
  boolean freeze() throws InterruptedException {
    if (group.isEmpty()) {
      return false;
    }
    try {
      group.get().freeze(FREEZE_LIMIT);
      return true;
    } catch (IOException e) {
      LOG.warn("A control group cannot be frozen", e);
      return false;
    }
  }

  void thaw() {
    try {
      if (group.isPresent() && group.get().exists()) {
        group.get().thaw();
      }
    } catch (IOException e) {
      LOG.warn("A control group cannot be thawed", e);
    }
  }

  /** Ends all its processes and waits for that, but not past the deadline. */
  void kill(Deadline deadline) throws InterruptedException {
    kill(deadline.remaining());
  }

  /** Removes the group, with whatever may still run in it. */
  void delete() throws InterruptedException {
    // Also waits for processes that have ended, but which the kernel still counts.
    if (kill(END_LIMIT)) {
      try {
        group.orElseThrow().delete();
      } catch (IOException e) {
        LOG.warn("A control group cannot be deleted", e);
      }
    }
  }

  /** Whether there is one, empty now. */
  private boolean kill(Duration limit) throws InterruptedException {
    try {
      if (group.isEmpty() || !group.get().exists()) {
        return false;
      }
      group.get().kill(limit);
      return true;
    } catch (IOException e) {
      LOG.warn("A control group cannot be ended", e);
      return false;
    }
  }
}
