package dev.valise.chromium;

import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpException;
import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.isolation.Confinement;
import dev.valise.chromium.isolation.OccupiedRoom;
import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.limits.EffectiveLimits;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A browser that was started, and perhaps has ended since.
 *
 * <p>Thread-safe. It must be ended by {@link #close} or {@link #kill} in every case.
 */
public final class RunningChromium {

  private static final Duration AFTER_SIGTERM = Duration.ofSeconds(2);

  private final BrowserProcess browser;
  private final DevToolsEndpoint devTools;
  private final boolean headless;
  private final Confinement confinement;
  private final ReentrantLock ending = new ReentrantLock();
  private @Nullable CloseReport report;
  private volatile boolean frozen;

  RunningChromium(
      BrowserProcess browser,
      DevToolsEndpoint devTools,
      boolean headless,
      Confinement confinement) {
    this.browser = browser;
    this.devTools = devTools;
    this.headless = headless;
    this.confinement = confinement;
  }

  /** Whoever has it controls the browser completely. */
  public DevToolsEndpoint devTools() {
    return devTools;
  }

  /** Whether it has no window: because none was wanted, or because there is no screen. */
  public boolean headless() {
    return headless;
  }

  /** How well it is kept away from the machine and from other browsers. */
  public Confinement confinement() {
    return confinement;
  }

  /**
   * Listens where the browser looks for its proxy, its only way out. It goes with the browser;
   * whoever serves it may close it before, and the browser reaches nothing from then on. Empty for
   * a browser that has no room, or no network.
   */
  public Optional<ServerSocketChannel> proxyListener() {
    return browser.room().flatMap(OccupiedRoom::proxyListener);
  }

  /**
   * What {@link LeftoverChromium#close} needs to find it again after a restart of the server; one
   * line of text.
   */
  public String trace() {
    return new BrowserTrace(identity(), browser.room().flatMap(this::place)).text();
  }

  private Optional<BrowserTrace.Place> place(OccupiedRoom room) {
    var record = new RoomRecord(confinement.tier(), browser.scratch().path());
    if (!confinement.tier().hasNamespaces()) {
      return Optional.of(new BrowserTrace.InOpenRoom(devTools.uri(), proxyPort(room), record));
    }
    Optional<ProcessIdentity> init = browser.tree().init().find();
    return init.isEmpty()
        ? Optional.empty()
        : room.init()
            .map(first ->
                new BrowserTrace.InRoom(
                    init.get(), first.namespace(), devTools.uri().getRawPath(), record));
  }

  private static OptionalInt proxyPort(OccupiedRoom room) {
    return room.proxyListener()
        .map(listener -> OptionalInt.of(listener.socket().getLocalPort()))
        .orElseGet(OptionalInt::empty);
  }

  /** What it can take of this machine at most. */
  public EffectiveLimits limits() {
    return browser.limits().effective();
  }

  /** Lets no process of it run any further until {@link #thaw}. */
  public void freeze() throws InterruptedException {
    frozen = true;
    browser.tree().freeze();
  }

  /** Lets its processes go on. */
  public void thaw() {
    frozen = false;
    browser.tree().thaw();
  }

  public long pid() {
    return identity().pid();
  }

  /** Its main process; in a room what stands for it outside, and ends with it. */
  public ProcessIdentity identity() {
    return browser.tree().root();
  }

  /** All processes of it that run now, the main process first. */
  public List<ProcessIdentity> processes() {
    return browser.tree().members();
  }

  /**
   * Completed with the exit code (128 + n for signal n), if that can be known, when the main
   * process is gone, whoever ended it. Its helpers may last a little longer, and what it kept
   * outside its user-data-dir stays until {@link #close} or {@link #kill}.
   */
  public CompletableFuture<OptionalInt> onExit() {
    return browser.process().onExit().copy();
  }

  /**
   * Asks the browser to end, waits until its whole process tree is gone, and ends what is left
   * after the grace period; that takes 2 s more for a browser that hangs. A second call gives the
   * report of the first.
   *
   * @throws SurvivingProcessesException when even that does not end it
   */
  public CloseReport close(Duration grace) throws InterruptedException {
    ending.lockInterruptibly();
    try {
      CloseReport result = report;
      if (result == null) {
        result = end(grace);
        browser.cleanUp();
        report = result;
      }
      return result;
    } finally {
      ending.unlock();
    }
  }

  /**
   * Ends the whole process tree at once. Unwritten state is lost, so this is for browsers whose
   * state nobody wants.
   *
   * @throws SurvivingProcessesException when that does not work
   */
  public void kill() throws InterruptedException {
    // Not under the lock: this must also work while a close waits, and ends that wait.
    browser.kill();
    browser.cleanUp();
  }

  private CloseReport end(Duration grace) throws InterruptedException {
    long start = System.nanoTime();
    var deadline = Deadline.after(grace);
    if (frozen) {
      thaw();
    }
    Optional<String> obstacle = identity().isAlive() ? askToEnd(deadline) : Optional.empty();
    if (obstacle.isPresent() && !browser.tree().awaitGone(deadline.halfway())) {
      // The same wish by other means. Not at once: DevTools is also gone in a browser that is just
      // ending because a client asked it to, and a signal would cut that short.
      browser.tree().terminateMain();
    }
    boolean isGone = browser.tree().awaitGone(deadline);
    // Not the JDK's isAlive(), which lags behind the kernel.
    boolean mainIsGone = !identity().isAlive();
    if (!isGone) {
      browser.tree().terminateMain();
      browser.tree().awaitGone(Deadline.after(AFTER_SIGTERM));
      browser.kill();
    }
    int exitCode = browser.exitCode().orElse(0);
    var took = Duration.ofNanos(System.nanoTime() - start);
    if (mainIsGone && exitCode != 0) {
      return new CloseReport.Crashed(exitCode, took);
    }
    if (isGone) {
      return new CloseReport.Clean(took);
    }
    String remained = mainIsGone ? "helper processes" : "the browser";
    return new CloseReport.Forced(
        obstacle.orElse("%s still ran %s after Browser.close".formatted(remained, grace)), took);
  }

  /** What stood in the way, if anything. */
  private Optional<String> askToEnd(Deadline deadline) {
    try (var connection = CdpConnection.connect(devTools, deadline.remaining())) {
      connection.call("Browser.close", deadline.remaining());
      return Optional.empty();
    } catch (CdpException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
