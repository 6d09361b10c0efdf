package dev.valise.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends the sessions whose time without a client is over. Looks every five seconds, as Kernel does.
 */
final class IdleWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final RunningSessions sessions;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-watch").factory());

  IdleWatch(RunningSessions sessions) {
    this.sessions = sessions;
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::endIdle, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts the end of every session whose time is over, and waits for none. */
  void endIdle() {
    for (RunningSession session : sessions.all()) {
      if (session.clients().idle().compareTo(session.record().timeout()) >= 0) {
        String reason =
            "timed out after " + session.record().timeout().toSeconds() + " s without a client";
        var _ = session.end(sessions.saving(reason));
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
