package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.ProfileId;
import dev.valise.model.Refusal;
import dev.valise.model.SessionState;
import dev.valise.model.Version;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.SavedVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session as far as its checkpoints go: who may save its state now, from which version the next
 * one continues, and when a periodic one is due. Thread-safe.
 */
final class CheckpointedSession {

  /** A client gives up after 60 s and asks again. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final RunningSession session;

  /** Held by what saves or exchanges the state as a whole; taken before the browser's. */
  private final ReentrantLock lock = new ReentrantLock();

  private final CheckpointSchedule schedule;
  private volatile @Nullable LastCheckpoint last;

  /** Since when nobody used the browser that was in standby at its last periodic checkpoint. */
  private volatile Optional<Instant> savedUnusedSince = Optional.empty();

  /** Its last checkpoint into another profile than its own. */
  private Optional<LoadedVersion> aside = Optional.empty();

  CheckpointedSession(RunningSession session, Instant began) {
    this.session = session;
    this.schedule = new CheckpointSchedule(began);
  }

  /** Waits for the checkpoint that goes on, and keeps others away. */
  void lock() {
    lock.lock();
  }

  /** As {@link #lock}, but does not wait. */
  boolean tryLock() {
    return lock.tryLock();
  }

  void unlock() {
    lock.unlock();
  }

  /**
   * Does something with the state of a session that is active, while nobody else does.
   *
   * @throws Refusal.Conflict when it ends, is not running, or is busy for too long
   */
  <T> T holding(Supplier<T> work) {
    boolean mine = false;
    try {
      mine = lock.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!mine) {
      throw new Refusal.Conflict("another checkpoint of the browser goes on", true);
    }
    try {
      if (!isActive()) {
        throw new Refusal.Conflict("browser '" + session.record().id() + "' is not active", false);
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private boolean isActive() {
    SessionState state = session.record().state();
    return !session.ending().isAskedFor()
        && (state == SessionState.RUNNING || state == SessionState.STANDBY);
  }

  /** The browser whose state is to be taken. */
  SessionBrowser browser() throws IOException {
    return session.withBrowser(CheckpointedSession::running);
  }

  /**
   * Does something while the browser stands still; who connects waits as long.
   *
   * @param expected gone meanwhile, the work is not done
   */
  Duration whileFrozen(SessionBrowser expected, SessionBrowser.Frozen work) throws IOException {
    return session.withBrowser(now -> {
      if (running(now) != expected) {
        throw restarting();
      }
      return expected.whileFrozen(work);
    });
  }

  private static SessionBrowser running(Optional<SessionBrowser> browser) {
    return browser.filter(SessionBrowser::isRunning).orElseThrow(CheckpointedSession::restarting);
  }

  private static Refusal restarting() {
    return new Refusal.Conflict("the browser ended and is being started again", true);
  }

  /**
   * What the files of the session were last saved as or loaded from; only for who holds it.
   *
   * @param profile that the next version is for; empty for one that is not there yet
   */
  Optional<LoadedVersion> base(Optional<ProfileId> profile) {
    boolean own = profile.filter(this::isOwn).isPresent();
    return aside.filter(_ -> !own).or(session::loaded);
  }

  private boolean isOwn(ProfileId profile) {
    return session.record().load().filter(load -> load.profile().equals(profile)).isPresent();
  }

  /**
   * Goes on from a checkpoint; only for who holds it.
   *
   * @return what the caller should know, for people
   */
  List<String> continueFrom(SavedVersion saved) {
    Version version = saved.version();
    if (!isOwn(version.profile())) {
      aside = Optional.of(saved.state());
      return List.of();
    }
    BrowserSession.Load before = session.record().load().orElseThrow();
    session.continueFrom(saved.state());
    return saved.added() ? SessionSaver.whatCameBetween(before, saved.headBefore()) : List.of();
  }

  /** The folder is another one from now on; only for who holds it. */
  void forget() {
    aside = Optional.empty();
  }

  void note(LastCheckpoint checkpoint) {
    last = checkpoint;
  }

  /** What became of its last checkpoint, if there was one. */
  Optional<LastCheckpoint> last() {
    return Optional.ofNullable(last);
  }

  /** Whether it is time for a periodic one; the caller makes it, and tells when it is over. */
  boolean beginDue(Instant now) {
    Optional<Duration> every = session.record().settings().checkpointEvery();
    return every.isPresent()
        && session.record().writes()
        && isActive()
        && !wasSavedInStandby()
        && schedule.begin(every.get(), now);
  }

  /**
   * A browser in standby is woken for one more checkpoint, of what it did before; then nothing
   * changes in it until somebody comes.
   */
  private boolean wasSavedInStandby() {
    return savedUnusedSince.isPresent() && savedUnusedSince.equals(session.clients().idleSince());
  }

  /** A periodic one begins. */
  void noteStandby() {
    savedUnusedSince =
        session.record().state() == SessionState.STANDBY
            ? session.clients().idleSince()
            : Optional.empty();
  }

  void over(Instant now) {
    schedule.over(now);
  }
}
