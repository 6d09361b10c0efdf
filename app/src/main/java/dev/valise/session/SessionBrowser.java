package dev.valise.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.cdp.CdpException;
import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.CloseReport;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.isolation.Tier;
import dev.valise.egress.SocksProxy;
import dev.valise.model.IsolationReport;
import dev.valise.profile.ProfileState.Cookies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Chromium and its cookies. Thread-safe, but it is closed by one thread. */
final class SessionBrowser {
  private static final Logger LOG = LoggerFactory.getLogger(SessionBrowser.class);

  private static final Duration CDP_LIMIT = Duration.ofSeconds(5);

  /**
   * Clean closes were measured at 0.2 s. A client gives up after 60 s, the save comes after this.
   */
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(15);

  private static final String LOSS =
      "; what it had not written to disk yet is lost, at most 30 s of cookies and 5 s of localStorage";

  /**
   * Chromium writes cookies 30 s after the first one changed (net/extras/sqlite/
   * sqlite_persistent_cookie_store.cc); the rest is for the disk.
   */
  static final Duration WRITES_COOKIES = Duration.ofSeconds(40);

  private final RunningChromium chromium;
  private final Optional<SocksProxy> proxy;
  private final CompletableFuture<Boolean> hasItsCookies;
  private volatile long cookiesKeptAt = System.nanoTime();
  private volatile boolean frozen;

  private SessionBrowser(
      RunningChromium chromium,
      Optional<SocksProxy> proxy,
      CompletableFuture<Boolean> hasItsCookies) {
    this.chromium = chromium;
    this.proxy = proxy;
    this.hasItsCookies = hasItsCookies;
  }

  /**
   * Gives a browser that has just started the cookies that were kept and that it does not have.
   * That goes on while its client is told of it, for a browser that takes DevTools connections
   * needs as long again until it knows its cookies; nobody gets the endpoint before.
   *
   * @param proxy through which it reaches the network; closed with it
   * @param kept empty when there is nothing to restore
   * @param startUrl a page to open once the kept cookies are there
   */
  static SessionBrowser of(
      RunningChromium chromium,
      Optional<SocksProxy> proxy,
      Optional<KeptCookies> kept,
      Optional<String> startUrl,
      Instant now) {
    CompletableFuture<Boolean> restored =
        kept.map(cookies ->
                CompletableFuture.supplyAsync(
                    () -> restore(chromium, cookies, startUrl, now), Thread::startVirtualThread))
            .orElseGet(() -> CompletableFuture.completedFuture(true));
    return new SessionBrowser(chromium, proxy, restored);
  }

  /** Whether all kept cookies are there; waits until that is known. */
  boolean hasItsCookies() {
    return hasItsCookies.join();
  }

  /**
   * Whether the cookies that are kept for it have reached its folder by now, as those of a
   * checkpoint need not have: until then they would die with it.
   */
  boolean hasWrittenItsCookies() {
    return System.nanoTime() - cookiesKeptAt > WRITES_COOKIES.toNanos();
  }

  /** Cookies that it has now are kept; it may write them later. */
  void noteKeptCookies() {
    cookiesKeptAt = System.nanoTime();
  }

  /**
   * How a browser ended.
   *
   * @param cookies that it had; empty when it could not be asked any more
   */
  record Closed(Optional<Cookies> cookies, List<String> warnings) {
    static final Closed UNASKED = new Closed(Optional.empty(), List.of());

    Closed {
      warnings = List.copyOf(warnings);
    }
  }

  DevToolsEndpoint devTools() {
    return chromium.devTools();
  }

  boolean headless() {
    return chromium.headless();
  }

  IsolationReport isolation() {
    return BrowserIsolation.report(chromium.confinement(), chromium.limits());
  }

  /** Whether it has a network of its own, and does not share the machine's. */
  boolean hasRoom() {
    return chromium.confinement().tier() != Tier.NONE;
  }

  /** Whether its main process runs. */
  boolean isRunning() {
    return chromium.identity().isAlive();
  }

  /** Lets it run no further, unless its cookies are still being restored. */
  boolean freeze() {
    if (!hasItsCookies.isDone()) {
      return false;
    }
    Uninterrupted.run(chromium::freeze);
    frozen = true;
    return true;
  }

  /** Lets it go on; nothing happens when it does. */
  void thaw() {
    if (frozen) {
      frozen = false;
      chromium.thaw();
    }
  }

  /** Which process it is, for a restart of the server. */
  String process() {
    return chromium.trace();
  }

  /**
   * Waits until its main process is gone.
   *
   * @return false when that takes longer
   */
  boolean awaitExit(Duration limit) {
    try {
      chromium.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs an action once the browser's main process is gone, for whatever reason. */
  void onExit(Runnable action) {
    var _ = chromium.onExit().thenRun(action);
  }

  /** Takes the cookies, asks the browser to close and waits until none of its processes is left. */
  Closed close() {
    // A browser without its cookies must not be the one whose cookies are saved.
    Optional<Cookies> cookies = hasItsCookies() ? takeCookies() : Optional.empty();
    CloseReport report;
    try {
      report = Uninterrupted.call(() -> chromium.close(CLOSE_GRACE));
    } finally {
      proxy.ifPresent(SocksProxy::close);
    }
    List<String> warnings =
        switch (report) {
          case CloseReport.Clean _ -> List.of();
          case CloseReport.Crashed crashed ->
              List.of("the browser had crashed, exit code " + crashed.exitCode() + LOSS);
          case CloseReport.Forced forced ->
              List.of("the browser did not close and was ended: " + forced.reason() + LOSS);
        };
    return new Closed(cookies, warnings);
  }

  /** Ends all its processes at once; for a browser whose state nobody wants. */
  void kill() {
    try {
      Uninterrupted.run(chromium::kill);
    } finally {
      proxy.ifPresent(SocksProxy::close);
    }
  }

  /**
   * What a running browser knows and has not written to disk yet.
   *
   * @param cookies all of them
   * @param localStorage of its open pages
   */
  record Memory(Cookies cookies, LocalStorageItems localStorage) {}

  /**
   * Asks the browser; its clients notice nothing of it.
   *
   * @throws IOException when it does not answer, or lacks cookies of the version that it was given
   */
  Memory memory() throws IOException {
    if (!hasItsCookies()) {
      throw new IOException("the browser lacks its cookies");
    }
    try (CdpConnection connection = CdpConnection.connect(chromium.devTools(), CDP_LIMIT)) {
      LocalStorageItems items = LocalStorageItems.take(connection);
      return new Memory(CookieJar.take(connection), items);
    } catch (CdpException e) {
      throw new IOException("the browser does not answer: " + e.getMessage(), e);
    }
  }

  /** Work with files that nobody writes meanwhile. */
  interface Frozen {
    void run() throws IOException;
  }

  /**
   * Lets none of its processes run while something is done.
   *
   * @return how long that was
   */
  Duration whileFrozen(Frozen work) throws IOException {
    long start = System.nanoTime();
    try {
      Uninterrupted.run(chromium::freeze);
      work.run();
    } finally {
      chromium.thaw();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Optional<Cookies> takeCookies() {
    try (CdpConnection connection = CdpConnection.connect(chromium.devTools(), CDP_LIMIT)) {
      return Optional.of(CookieJar.take(connection));
    } catch (CdpException e) {
      LOG.info("the browser cannot be asked for its cookies: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean restore(
      RunningChromium chromium, KeptCookies kept, Optional<String> startUrl, Instant now) {
    try (CdpConnection connection = CdpConnection.connect(chromium.devTools(), CDP_LIMIT)) {
      int set =
          kept.newer()
              ? CookieJar.replaceAll(connection, kept.json(), now)
              : CookieJar.restoreMissing(connection, kept.json(), now);
      if (set > 0) {
        LOG.info("{} cookies were not on disk as they should be and were set again", set);
      }
      startUrl.ifPresent(url -> openInFirstTab(connection, url));
      return true;
    } catch (CdpException e) {
      LOG.warn("the browser did not take its cookies back: {}", e.getMessage());
      return false;
    }
  }

  private static void openInFirstTab(CdpConnection browser, String url) {
    for (JsonNode target : browser.call("Target.getTargets", CDP_LIMIT).path("targetInfos")) {
      if (target.path("type").asText().equals("page")) {
        String session =
            browser
                .call(
                    "Target.attachToTarget",
                    Map.of("targetId", target.path("targetId").asText(), "flatten", true),
                    CDP_LIMIT)
                .path("sessionId")
                .asText();
        try {
          browser.session(session).call("Page.navigate", Map.of("url", url), CDP_LIMIT);
        } catch (CdpException.TimedOut slowSite) {
          LOG.info("the start page does not answer yet");
        }
        return;
      }
    }
  }
}
