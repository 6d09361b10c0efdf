package dev.valise.chromium;

import java.time.Duration;
import java.util.Optional;

/**
 * One process, held so that neither a wait nor a signal can hit another process that got its pid
 * meanwhile.
 */
sealed interface HeldProcess extends AutoCloseable permits PidFd, HandledProcess {

  /** Empty when that process, as the table knew it, has ended. */
  static Optional<HeldProcess> hold(ProcessIdentity identity, ProcessTable table) {
    Optional<HeldProcess> held = PidFd.open(identity.pid());
    if (held.isEmpty()) {
      held = ProcessHandle.of(identity.pid()).map(HandledProcess::new);
    }
    // Asked after the hold: what has the right start time now is what is held.
    boolean isThatOne =
        table.find(identity.pid()).filter(now -> now.identity().equals(identity)).isPresent();
    if (held.isPresent() && !isThatOne) {
      held.get().close();
      return Optional.empty();
    }
    return held;
  }

  /** Waits for the end of the process; false when the limit passes first. */
  boolean awaitExit(Duration limit) throws InterruptedException;

  /** SIGTERM: asks it to end. */
  void terminate();

  /** SIGKILL: ends it. */
  void kill();

  /**
   * SIGSTOP: lets it run no further.
   *
   * @throws UnsupportedOperationException where there is no pidfd
   */
  void stop();

  /** SIGCONT: lets it run on. */
  void resume();

  @Override
  void close();
}
