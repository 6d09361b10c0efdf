package dev.valise.session;

import dev.valise.model.Refusal;
import dev.valise.profile.ProfileReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes checkpoints, when asked and at the intervals that sessions were created with. Thread-safe.
 */
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Checkpoint.Parts parts;
  private final RunningSessions sessions;
  private final List<CompletableFuture<Void>> underway = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("checkpoints").factory());

  Checkpoints(Checkpoint.Parts parts, RunningSessions sessions) {
    this.parts = parts;
    this.sessions = sessions;
  }

  /**
   * Makes one; the client's connections stay.
   *
   * @throws Refusal.Conflict when the session is not active
   */
  CheckpointReport take(RunningSession session, CheckpointTarget target) {
    session.clients().approach();
    CheckpointReport report = attempt(session, target);
    // As Kernel does after a save that was asked for.
    session.clients().approach();
    return report;
  }

  private CheckpointReport attempt(RunningSession session, CheckpointTarget target) {
    try {
      CheckpointReport report =
          session.checkpoints().holding(() -> new Checkpoint(parts, session, target).run());
      session
          .checkpoints()
          .note(new LastCheckpoint(report.at(), Optional.of(report), Optional.empty()));
      return report;
    } catch (RuntimeException e) {
      session
          .checkpoints()
          .note(
              new LastCheckpoint(
                  parts.clock().instant(),
                  Optional.empty(),
                  Optional.of(String.valueOf(e.getMessage()))));
      throw e;
    }
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              var _ = takeDue();
            },
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Begins the checkpoints whose time has come. One that takes longer than that delays the next.
   *
   * @return completed once those, and all that go on, are over, however
   */
  synchronized CompletableFuture<Void> takeDue() {
    Instant now = parts.clock().instant();
    underway.removeIf(CompletableFuture::isDone);
    for (RunningSession session : sessions.all()) {
      if (session.checkpoints().beginDue(now)) {
        underway.add(
            CompletableFuture.runAsync(() -> takeInTurn(session), Thread::startVirtualThread));
      }
    }
    return CompletableFuture.allOf(underway.toArray(CompletableFuture<?>[]::new));
  }

  private void takeInTurn(RunningSession session) {
    session.checkpoints().noteStandby();
    try {
      var own = new ProfileReference.ById(session.record().load().orElseThrow().profile());
      attempt(session, new CheckpointTarget.Existing(own));
    } catch (Refusal.Conflict notNow) {
      LOG.info("session {}: {}", session.record().id(), notNow.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the checkpoint of session {} failed", session.record().id(), e);
    } finally {
      session.checkpoints().over(parts.clock().instant());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
