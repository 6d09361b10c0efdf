package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.ProfileId;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The sessions that run in this process, and how they end. Thread-safe. */
final class RunningSessions {

  /** A client gives up after 60 s and asks again. */
  private static final Duration SAVE_LIMIT = Duration.ofSeconds(45);

  private final Map<SessionId, RunningSession> sessions = new ConcurrentHashMap<>();
  private final Object turn = new Object();
  private long ends;
  private final BrowserHost host;
  private final SessionSaver saver;
  private final BrowserVersions browserVersions;
  private final Admission admission;
  private final InstantSource clock;

  RunningSessions(
      BrowserHost host,
      SessionSaver saver,
      BrowserVersions browserVersions,
      Admission admission,
      InstantSource clock) {
    this.host = host;
    this.saver = saver;
    this.browserVersions = browserVersions;
    this.admission = admission;
    this.clock = clock;
  }

  void add(RunningSession session) {
    BrowserSession record = session.record();
    admission.hold(record.id(), record.organisation());
    sessions.put(record.id(), session);
  }

  Optional<RunningSession> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  Collection<RunningSession> all() {
    return List.copyOf(sessions.values());
  }

  /** An end that saves the session if it writes. */
  SessionEnding.Work saving(String reason) {
    return new SessionEnd(host, saver, browserVersions, clock, reason, this::remove);
  }

  /** An end that saves nothing, for there may be half a checkout. */
  SessionEnding.Work discarding(String reason) {
    return new SessionAbort(host, clock.instant(), reason, false, this::remove);
  }

  /** An end of a session that an earlier server had saved. */
  SessionEnding.Work endedBefore(String reason, SaveOutcome outcome) {
    return new EndedBefore(host, clock.instant(), reason, outcome, this::remove);
  }

  /** An end of a session whose folder no browser opens. */
  SessionEnding.Work giveUp(String reason) {
    return new SessionAbort(host, clock.instant(), reason, true, this::remove);
  }

  /** Waits, bounded, for the saves of a profile that go on, so that who loads it sees them. */
  void awaitSaves(ProfileId profile) {
    for (RunningSession session : all()) {
      boolean saves =
          session.record().load().filter(load -> load.profile().equals(profile)).isPresent()
              && session.lease().isPresent();
      if (saves) {
        awaitSave(session.takenUp());
        session.ending().latest().ifPresent(RunningSessions::awaitSave);
      }
    }
  }

  static BrowserSession await(CompletableFuture<BrowserSession> ending) {
    try {
      return ending.join();
    } catch (CompletionException e) {
      throw unwrap(e);
    }
  }

  private static void awaitSave(CompletableFuture<?> ending) {
    try {
      ending.get(SAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Refusal.Conflict("the profile is being saved", true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Conflict("the profile is being saved", true);
    } catch (ExecutionException e) {
      throw new Refusal.Conflict(
          "the last save of the profile failed: " + unwrap(e).getMessage(), false);
    }
  }

  private static RuntimeException unwrap(Exception e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new Refusal.StateNotSaved(String.valueOf(e.getCause()));
  }

  private void remove(RunningSession session) {
    sessions.remove(session.record().id());
    admission.release(session.record().id());
    ended();
  }

  /** How many sessions have ended. */
  long ends() {
    synchronized (turn) {
      return ends;
    }
  }

  /** Tells those who wait that a session has ended, or will not begin. */
  void ended() {
    synchronized (turn) {
      ends++;
      turn.notifyAll();
    }
  }

  /**
   * Waits until more than so many sessions have ended.
   *
   * @return false when that took longer than so many nanoseconds
   */
  boolean awaitEndAfter(long count, long nanos) {
    long deadline = System.nanoTime() + nanos;
    synchronized (turn) {
      while (ends == count) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          turn.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }
}
