package dev.valise.session;

import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.CrashExit;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.WindowSize;
import dev.valise.chromium.isolation.IsolationException;
import dev.valise.chromium.isolation.RoomNetwork;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.NetworkMode;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileCheckouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Gives sessions their folders and starts browsers on them. Thread-safe for different sessions.
 *
 * <p>The folders lie under one root, named by the session, and are private.
 */
final class BrowserHost {

  /** Chromium starts in a third of a second; whoever asked must have an answer within 20 s. */
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  /** Kernel's default viewport (viewport of POST /browsers). */
  private static final WindowSize DEFAULT_WINDOW = new WindowSize(1920, 1080);

  /** Beside the folders of the sessions that run. */
  static final String UNSAVED = "unsaved";

  private final Path root;
  private final Path unsaved;
  private final ChromiumLauncher launcher;
  private final NetworkAccess network;
  private final ProfileCheckouts checkouts;
  private final InstantSource clock;

  BrowserHost(
      Path root,
      ChromiumLauncher launcher,
      NetworkAccess network,
      ProfileCheckouts checkouts,
      InstantSource clock) {
    this.root = root;
    this.unsaved = root.resolveSibling(UNSAVED);
    this.launcher = launcher;
    this.network = network;
    this.checkouts = checkouts;
    this.clock = clock;
  }

  /**
   * The network of a session that is to begin.
   *
   * @throws Refusal when it cannot be had here, or not by this caller
   */
  SessionNetwork network(OrganisationId organisation, NetworkRequest wanted) {
    if (!wanted.equals(NetworkRequest.DEFAULT) && !hasRooms()) {
      throw new Refusal.Invalid(
          "browsers of this server are plain processes, with the network of the machine: no other"
              + " network can be had here (--isolation)");
    }
    if (wanted.mode() == NetworkMode.FULL) {
      launcher.obstacleToFullNetwork().ifPresent(BrowserHost::refuseFullNetwork);
    }
    return network.open(organisation, wanted);
  }

  /**
   * The network of a session that an earlier server let have it.
   *
   * @throws Refusal when it cannot be had any more
   */
  SessionNetwork networkAgain(OrganisationId organisation, NetworkRequest wanted) {
    return network.open(organisation, wanted);
  }

  private static void refuseFullNetwork(String obstacle) {
    throw new Refusal.Invalid("network \"full\" cannot be had here: " + obstacle);
  }

  private boolean hasRooms() {
    try {
      return launcher.hasRooms();
    } catch (IsolationException e) {
      throw new Refusal.BrowserFailed(String.valueOf(e.getMessage()), e.output());
    }
  }

  Path folder(SessionId session) {
    return root.resolve(session.value());
  }

  /** Where what is saved of a running session is put aside; on the same file system. */
  Path staging(SessionId session) {
    return root.resolve(session.value() + ".checkpoint");
  }

  /**
   * Makes a new folder that holds a version, or nothing.
   *
   * @return what is in it now; empty without a version
   * @throws IOException when the version cannot be read back as it was written
   */
  Optional<LoadedVersion> prepare(
      SessionId session, OrganisationId organisation, Optional<Version> version)
      throws IOException {
    discard(session);
    if (version.isEmpty()) {
      PrivateFiles.createFolder(folder(session));
      return Optional.empty();
    }
    return Optional.of(checkouts.checkOut(organisation, version.get(), folder(session)));
  }

  boolean hasFolder(SessionId session) {
    return Files.isDirectory(folder(session));
  }

  /** When its browser last wrote cookies; empty when it never did. */
  Optional<Instant> cookiesWritten(SessionId session) {
    try {
      Path file = folder(session).resolve("Default/Cookies");
      return Optional.of(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Whether its folder is there, or was put aside. */
  boolean hasTraces(SessionId session) {
    return hasFolder(session) || Files.isDirectory(unsaved.resolve(session.value()));
  }

  /**
   * Lets go of the folder of a session whose browser is gone: the next session of the profile finds
   * in it what it needs not write again.
   *
   * @param state what the folder equals, or equalled when it was loaded
   */
  void park(BrowserSession session, LoadedVersion state) throws IOException {
    PrivateFiles.deleteTree(staging(session.id()));
    checkouts.park(session.organisation(), folder(session.id()), state);
  }

  /** Keeps the session's folder where no session comes to it any more. */
  void putAside(SessionId session) throws IOException {
    PrivateFiles.deleteTree(staging(session));
    if (hasFolder(session)) {
      if (!Files.isDirectory(unsaved)) {
        PrivateFiles.createFolder(unsaved);
      }
      Files.move(folder(session), unsaved.resolve(session.value()));
    }
  }

  /** Wipes the session's folder. */
  void discard(SessionId session) throws IOException {
    // Of a server that was killed during a checkpoint.
    PrivateFiles.deleteTree(staging(session));
    PrivateFiles.deleteTree(folder(session));
  }

  /**
   * Starts a browser on the folder that the session has.
   *
   * @param kept cookies that it must have
   * @param sessionNetwork of the session
   * @throws dev.valise.chromium.ChromiumStartException when it does not start
   */
  SessionBrowser launch(
      SessionId session,
      BrowserSettings settings,
      Optional<String> startUrl,
      Optional<KeptCookies> kept,
      SessionNetwork sessionNetwork)
      throws IOException {
    Path folder = folder(session);
    // Only after a crash does Chromium keep cookies without expiry and yet open no old tabs.
    CrashExit.mark(folder);
    var request =
        LaunchRequest.on(folder)
            .withHeadless(settings.headless())
            .withWindow(settings.viewport().map(BrowserHost::size).orElse(DEFAULT_WINDOW))
            .withStartLimit(START_LIMIT)
            .withNetwork(sessionNetwork.ofRooms())
            .withExtraFlags(settings.kioskMode() ? List.of("--kiosk") : List.of());
    // With cookies of an older state a page might log itself out.
    boolean cookiesFirst = kept.filter(KeptCookies::newer).isPresent();
    Optional<String> atOnce = startUrl.filter(_ -> !cookiesFirst);
    LaunchRequest complete = atOnce.map(request::withStartUrl).orElse(request);
    RunningChromium chromium = Uninterrupted.call(() -> launcher.launch(complete));
    return SessionBrowser.of(
        chromium,
        sessionNetwork.serve(chromium),
        kept,
        startUrl.filter(_ -> cookiesFirst),
        clock.instant());
  }

  /**
   * Goes on with the browser of a session that an earlier server left behind.
   *
   * @param sessionNetwork that it has
   * @return empty when it does not run, or cannot be gone on with
   */
  Optional<SessionBrowser> takeOver(BrowserSession left, SessionNetwork sessionNetwork) {
    boolean proxied = sessionNetwork.ofRooms() instanceof RoomNetwork.Proxied;
    return left.process()
        .flatMap(process ->
            Uninterrupted.call(() ->
                launcher.takeOver(process, folder(left.id()), proxied, left.settings().headless())))
        .map(chromium ->
            SessionBrowser.of(
                chromium,
                sessionNetwork.serve(chromium),
                Optional.empty(),
                Optional.empty(),
                clock.instant()));
  }

  /**
   * Ends the browser of a session that an earlier server left behind, if it still runs.
   *
   * @throws dev.valise.chromium.SurvivingProcessesException when that does not work
   */
  void closeLeftover(BrowserSession left) {
    Uninterrupted.run(() -> launcher.closeLeftover(left.process(), folder(left.id())));
  }

  private static WindowSize size(BrowserSettings.Viewport viewport) {
    return new WindowSize(viewport.width(), viewport.height());
  }
}
