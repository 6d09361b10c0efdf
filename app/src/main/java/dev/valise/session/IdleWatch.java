package dev.valise.session;

import dev.valise.model.BrowserSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Puts the browsers that nobody uses into standby, and ends the sessions whose time there is over.
 * Tries failed saves again. Looks every five seconds, and waits five seconds before standby, as
 * Kernel documents it (browsers, termination and standby).
 */
final class IdleWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** How long a browser runs on without a client. */
  static final Duration BEFORE_STANDBY = Duration.ofSeconds(5);

  private final RunningSessions sessions;
  private final SaveRetries retries;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-watch").factory());

  IdleWatch(RunningSessions sessions, SaveRetries retries) {
    this.sessions = sessions;
    this.retries = retries;
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              var _ = endIdle();
            },
            PERIOD.toMillis(),
            PERIOD.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Starts the end of every session whose time is over, or whose save is to be tried again.
   *
   * @return completed once those have ended, however, and all whose end goes on
   */
  synchronized CompletableFuture<Void> endIdle() {
    List<CompletableFuture<BrowserSession>> ends = new ArrayList<>();
    Collection<RunningSession> all = sessions.all();
    retries.due(all).forEach(session -> session.ending().retry().ifPresent(ends::add));
    for (RunningSession session : all) {
      Duration timeout = session.record().timeout();
      if (session.ending().isAskedFor()) {
        session.ending().latest().filter(end -> !end.isDone()).ifPresent(ends::add);
      } else if (session.clients().idle().compareTo(timeout.plus(BEFORE_STANDBY)) >= 0) {
        String reason = "timed out after " + timeout.toSeconds() + " s without a client";
        ends.add(session.end(sessions.saving(reason)));
      } else {
        session.standBy(BEFORE_STANDBY);
      }
    }
    return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
