package dev.valise.session;

import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.SessionRecords;
import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumStartException;
import dev.valise.model.BrowserSession;
import dev.valise.model.IsolationReport;
import dev.valise.model.NetworkReport;
import dev.valise.model.Refusal;
import dev.valise.model.SessionState;
import dev.valise.model.Version;
import dev.valise.model.WriterLease;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileState.Cookies;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that has not ended: its record, its browser and its clients.
 *
 * <p>Thread-safe. One lock is held while the browser is started, exchanged or closed; who asks for
 * its endpoint meanwhile waits.
 */
final class RunningSession {
  private static final Logger LOG = LoggerFactory.getLogger(RunningSession.class);

  /** How long a connecting client waits for a browser that is being restarted. */
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(20);

  /** A browser that was told to end closes its DevTools first; it is gone in half a second. */
  private static final Duration ENDING_LIMIT = Duration.ofSeconds(3);

  private final BrowserHost host;
  private final Clients clients;
  private final SessionNetwork network;
  private final SessionEvents events;
  private final CheckpointedSession checkpoints;
  private final ReentrantLock browserLock = new ReentrantLock();
  private final CurrentRecord current;
  private volatile @Nullable SessionBrowser browser;
  private final SessionEnding ending = new SessionEnding(this::end);
  private Optional<KeptCookies> keptCookies = Optional.empty();
  private Optional<LoadedVersion> loaded = Optional.empty();
  private volatile Optional<WriterLease> lease = Optional.empty();
  private volatile boolean leftBehind;
  private Optional<LeftBehind> leftover = Optional.empty();
  private volatile CompletableFuture<?> written = CompletableFuture.completedFuture(true);
  private volatile CompletableFuture<?> takeUp = CompletableFuture.completedFuture(true);
  private volatile @Nullable SaveProgress saveProgress;
  private final StartFailures startFailures = new StartFailures();
  private final Function<String, SessionEnding.Work> givingUp;
  private SessionBrowser.Closed closed = SessionBrowser.Closed.UNASKED;

  /**
   * @param givingUp the end of a session whose browser does not start any more, for a reason
   */
  RunningSession(
      BrowserSession record,
      BrowserHost host,
      SessionRecords records,
      Clients clients,
      SessionNetwork network,
      SessionEvents events,
      Function<String, SessionEnding.Work> givingUp) {
    this.current = new CurrentRecord(record, records);
    this.givingUp = givingUp;
    this.host = host;
    this.clients = clients;
    this.network = network;
    this.events = events;
    this.checkpoints = new CheckpointedSession(this, record.createdAt());
  }

  BrowserSession record() {
    return current.get();
  }

  Clients clients() {
    return clients;
  }

  /**
   * Starts the first browser; when that fails nothing of it is left.
   *
   * @param held without which the session cannot save
   */
  void start(Optional<Version> version, Optional<WriterLease> held) throws IOException {
    browserLock.lock();
    try {
      lease = held;
      open(version);
    } finally {
      browserLock.unlock();
    }
  }

  /** Exchanges the browser for one that has a profile; the clients have to connect again. */
  void load(BrowserSession.Load load, Optional<Version> version, Optional<WriterLease> held)
      throws IOException {
    checkpoints.lock();
    browserLock.lock();
    try {
      if (record().load().isPresent()) {
        throw hasProfile();
      }
      killBrowser();
      lease = held;
      // Not running until the folder is complete: a restarted server must not save half a checkout.
      change(session -> session.withLoad(load).starting());
      open(version);
    } finally {
      browserLock.unlock();
      checkpoints.unlock();
    }
  }

  /** Only a browser without a profile can load one (update of Kernel's browsers). */
  static Refusal hasProfile() {
    return new Refusal.Invalid("this browser has a profile already and cannot load another");
  }

  /** The endpoint of the browser that runs now. */
  DevToolsEndpoint devTools() throws IOException {
    try {
      if (!browserLock.tryLock(RESTART_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the browser of session " + record().id() + " is not back yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the browser was being started", e);
    }
    try {
      SessionBrowser last = browser;
      if (last != null && !last.isRunning()) {
        // Who connects right after the exit must not meet the dead endpoint.
        revive(last);
      }
      // From here on it is used: it must not be frozen before the client is counted.
      clients.approach();
      wake();
      SessionBrowser now = browser;
      if (now == null || record().state() != SessionState.RUNNING || !now.isRunning()) {
        throw new IOException("session " + record().id() + " has no running browser");
      }
      if (!now.hasItsCookies()) {
        throw new IOException("the browser of session " + record().id() + " lacks its cookies");
      }
      // A later server takes one that it knows nothing of for one that nobody has used.
      written.join();
      return now.devTools();
    } finally {
      browserLock.unlock();
    }
  }

  /** The endpoint of the browser that comes after one which takes no connections any more. */
  DevToolsEndpoint devToolsAfter(DevToolsEndpoint refused) throws IOException {
    SessionBrowser last = browser;
    if (last != null && last.devTools().equals(refused) && !last.awaitExit(ENDING_LIMIT)) {
      throw new IOException("the browser of session " + record().id() + " takes no connections");
    }
    return devTools();
  }

  /**
   * Freezes a browser that nobody has used for a while. Passes over one that is being started,
   * exchanged, saved or closed.
   */
  void standBy(Duration unused) {
    if (!checkpoints.tryLock()) {
      return;
    }
    boolean mine = browserLock.tryLock();
    try {
      SessionBrowser now = browser;
      if (mine
          && now != null
          && record().state() == SessionState.RUNNING
          && now.isRunning()
          && clients.idle().compareTo(unused) >= 0
          && now.freeze()) {
        changeHereFirst(session -> session.withState(SessionState.STANDBY));
      }
    } finally {
      if (mine) {
        browserLock.unlock();
      }
      checkpoints.unlock();
    }
  }

  /** Lets a browser in standby go on; only for who holds the lock. */
  private void wake() {
    SessionBrowser now = browser;
    if (now != null) {
      now.thaw();
    }
    if (record().state() == SessionState.STANDBY) {
      changeHereFirst(session -> session.withState(SessionState.RUNNING));
    }
  }

  /**
   * What is not written yet is found by the folder after a crash, and a server that is started anew
   * takes running and standby alike.
   */
  private void changeHereFirst(UnaryOperator<BrowserSession> change) {
    var _ = current.changeHereFirst(change, () -> true);
  }

  /** Changes what is known of the session, here and in the catalog. */
  BrowserSession rename(UnaryOperator<BrowserSession> change) throws NameTakenException {
    return current.rename(change);
  }

  /** Changes anything but the name. */
  BrowserSession change(UnaryOperator<BrowserSession> change) {
    return current.change(change);
  }

  /** Ends the session, holding the browser; see {@link SessionEnding#begin}. */
  CompletableFuture<BrowserSession> end(SessionEnding.Work work) {
    return ending.begin(work);
  }

  SessionEnding ending() {
    return ending;
  }

  private void end(SessionEnding.Work work, CompletableFuture<BrowserSession> result) {
    // After a checkpoint that goes on: what it saves is then what the end continues from.
    checkpoints.lock();
    browserLock.lock();
    try {
      BrowserSession ended = work.run(this);
      events.ended(ended);
      result.complete(ended);
    } catch (Throwable failure) {
      LOG.warn("session {} did not end: {}", record().id(), failure.getMessage());
      if (record().writes()) {
        events.notSaved(record(), failure);
      }
      result.completeExceptionally(failure);
    } finally {
      browserLock.unlock();
      checkpoints.unlock();
    }
  }

  /**
   * Closes the browser in the way that keeps its state, and says how it ended; also later, when a
   * save is tried again. Only for who holds the lock.
   */
  SessionBrowser.Closed closeBrowser() {
    if (closed.cookies().isEmpty()) {
      wake();
      SessionBrowser now = browser;
      closed = now == null ? SessionBrowser.Closed.UNASKED : now.close();
    }
    return closed;
  }

  /** Ends the browser in the way that costs no time; only for who holds the lock. */
  void killBrowser() {
    leftover.ifPresent(LeftBehind::close);
    leftover = Optional.empty();
    SessionBrowser now = browser;
    if (now != null) {
      now.kill();
    }
  }

  /** Starts a browser on the folder that the session has; only for who holds the lock. */
  void reopen() throws IOException {
    SessionBrowser last = browser;
    if (last != null && last.hasItsCookies()) {
      // Once they are on disk, a cookie that is missing is one that a site or a client took away.
      keptCookies =
          last.hasWrittenItsCookies()
              ? Optional.empty()
              : keptCookies.map(KeptCookies::whereMissing);
    }
    killBrowser();
    use(host.launch(record().id(), record().settings(), Optional.empty(), keptCookies, network));
  }

  private void open(Optional<Version> version) throws IOException {
    loaded = host.prepare(record().id(), record().organisation(), version);
    keptCookies = loaded.flatMap(KeptCookies::of);
    checkpoints.forget();
    // From here on the folder is whole, and once this returns somebody relies on that. The catalog
    // is told while Chromium starts, which takes longer; of its process it hears once that has its
    // cookies.
    CompletableFuture<Void> told =
        CompletableFuture.runAsync(
            () -> change(session -> session.withState(SessionState.RUNNING)),
            Thread::startVirtualThread);
    try {
      Optional<String> startUrl = record().settings().startUrl();
      use(host.launch(record().id(), record().settings(), startUrl, keptCookies, network));
    } finally {
      told.join();
    }
  }

  /** Keeps the cookies that a browser was just found to have for the one that may come after it. */
  void keepCookies(SessionBrowser asked, Cookies cookies) {
    browserLock.lock();
    try {
      if (browser == asked) {
        keptCookies = Optional.of(new KeptCookies(cookies.json(), false));
        asked.noteKeptCookies();
      }
    } finally {
      browserLock.unlock();
    }
  }

  /** What it saves by; empty for readers, and when another session has taken it over. */
  Optional<WriterLease> lease() {
    return lease;
  }

  /** Another session has its lease now: it goes on, and saves no more. */
  void loseLease() {
    lease = Optional.empty();
  }

  /**
   * Takes up what an earlier server left behind, and goes on with it if its browser does, while
   * whoever asks for the browser waits.
   *
   * @param held empty when another session took the lease over
   * @param otherwise how it ends if it cannot go on
   */
  void takeUp(LeftBehind left, Optional<WriterLease> held, SessionEnding.Work otherwise) {
    lease = held;
    leftover = Optional.of(left);
    leftBehind = true;
    var isHeld = new CountDownLatch(1);
    takeUp =
        CompletableFuture.runAsync(
            () -> {
              browserLock.lock();
              try {
                isHeld.countDown();
                takeOver(left);
              } catch (RuntimeException e) {
                LOG.warn("session {} cannot be taken over", record().id(), e);
              } finally {
                browserLock.unlock();
              }
              if (leftBehind) {
                events.recovered(record());
                var _ = end(otherwise);
              }
            },
            Thread::startVirtualThread);
    Uninterrupted.run(isHeld::await);
  }

  /** Done when it is known whether what an earlier server left goes on, or ends. */
  CompletableFuture<?> takenUp() {
    return takeUp;
  }

  private void takeOver(LeftBehind left) {
    if (left.isComplete()) {
      loaded = left.loaded();
      keptCookies = loaded.flatMap(left::keptCookies);
    }
    Optional<SessionBrowser> found = left.takeOver();
    if (found.isPresent()) {
      leftover = Optional.empty();
      leftBehind = false;
      use(found.get());
      LOG.info("session {} goes on with the browser that it had", record().id());
      events.takenOver(record());
    }
  }

  /** Whether its save is done for an earlier server that did not come to it. */
  boolean wasLeftBehind() {
    return leftBehind;
  }

  /** What the session's folder was made from; only for who holds the lock. */
  Optional<LoadedVersion> loaded() {
    return loaded;
  }

  /** Work with a browser that nobody exchanges meanwhile. */
  interface BrowserWork<T> {
    T run(Optional<SessionBrowser> now) throws IOException;
  }

  /** In standby it is thawed first. */
  <T> T withBrowser(BrowserWork<T> work) throws IOException {
    browserLock.lock();
    try {
      wake();
      return work.run(Optional.ofNullable(browser));
    } finally {
      browserLock.unlock();
    }
  }

  /** Takes its checkpoint for what it was made from; only for who holds its checkpoints. */
  void continueFrom(LoadedVersion version) {
    loaded = Optional.of(version);
    change(now -> now.continuing(version.version().number()));
  }

  /** Held by what saves or exchanges its state as a whole, before it takes the browser. */
  CheckpointedSession checkpoints() {
    return checkpoints;
  }

  /** How well its browser is isolated; empty until there is one. */
  Optional<IsolationReport> isolation() {
    return Optional.ofNullable(browser).map(SessionBrowser::isolation);
  }

  /** What network its browsers have or had; empty before the first, and for plain processes. */
  Optional<NetworkReport> network() {
    return Optional.ofNullable(browser)
        .filter(SessionBrowser::hasRoom)
        .flatMap(_ -> network.report());
  }

  /** Takes how far the save is; called often, so that only the last one is kept. */
  void saved(long files, long bytes, long allFiles, long allBytes) {
    saveProgress = new SaveProgress(files, bytes, allFiles, allBytes);
  }

  /** How far the save is that goes on. */
  Optional<SaveProgress> saveProgress() {
    return record().state() == SessionState.SAVING
        ? Optional.ofNullable(saveProgress)
        : Optional.empty();
  }

  StartFailures startFailures() {
    return startFailures;
  }

  private void use(SessionBrowser started) {
    browser = started;
    closed = SessionBrowser.Closed.UNASKED;
    written =
        current.changeHereFirst(
            session ->
                session.runningAs(
                    started.process(), session.settings().withHeadless(started.headless())),
            started::hasItsCookies);
    started.onExit(() -> Thread.startVirtualThread(() -> revive(started)));
  }

  /** A browser that ended by itself, or by a client's Browser.close, comes up again. */
  private void revive(SessionBrowser gone) {
    browserLock.lock();
    try {
      while (browser == gone && !ending.isAskedFor()) {
        try {
          reopen();
          startFailures.clear();
          LOG.info("the browser of session {} was started again", record().id());
          events.browserRestarted(record());
        } catch (ChromiumStartException | IOException e) {
          LOG.warn("the browser of session {} does not start again", record().id(), e);
          startFailures.add(e);
          if (startFailures.areEnough()) {
            var _ = end(givingUp.apply(startFailures.reason()));
          }
        }
      }
    } finally {
      browserLock.unlock();
    }
  }
}
