package dev.valise.session;

import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.CrashExit;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.RunningChromium;
import dev.valise.chromium.WindowSize;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.BrowserSettings;
import dev.valise.model.OrganisationId;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.profile.ProfileState.Cookies;
import dev.valise.profile.ProfileVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private final Path root;
  private final ChromiumLauncher launcher;
  private final ProfileVersions versions;
  private final InstantSource clock;

  BrowserHost(Path root, ChromiumLauncher launcher, ProfileVersions versions, InstantSource clock) {
    this.root = root;
    this.launcher = launcher;
    this.versions = versions;
    this.clock = clock;
  }

  Path folder(SessionId session) {
    return root.resolve(session.value());
  }

  /**
   * Makes a new folder that holds a version, or nothing.
   *
   * @return the cookies that belong to it, an array of Network.Cookie in JSON; empty without any
   * @throws IOException when the version cannot be read back as it was written
   */
  Optional<String> prepare(
      SessionId session, OrganisationId organisation, Optional<Version> version)
      throws IOException {
    discard(session);
    Path folder = PrivateFiles.createFolder(folder(session));
    if (version.isEmpty()) {
      return Optional.empty();
    }
    String cookies = versions.checkOut(organisation, version.get(), folder);
    return Optional.of(cookies).filter(json -> !json.equals(Cookies.NONE.json()));
  }

  boolean hasFolder(SessionId session) {
    return Files.isDirectory(folder(session));
  }

  /** Wipes the session's folder. */
  void discard(SessionId session) throws IOException {
    PrivateFiles.deleteTree(folder(session));
  }

  /**
   * Starts a browser on the folder that the session has.
   *
   * @param kept cookies that it must have, an array of Network.Cookie in JSON
   * @throws dev.valise.chromium.ChromiumStartException when it does not start
   */
  SessionBrowser launch(
      SessionId session, BrowserSettings settings, Optional<String> startUrl, Optional<String> kept)
      throws IOException {
    Path folder = folder(session);
    // Only after a crash does Chromium keep cookies without expiry and yet open no old tabs.
    CrashExit.mark(folder);
    var request =
        LaunchRequest.on(folder)
            .withHeadless(settings.headless())
            .withWindow(settings.viewport().map(BrowserHost::size).orElse(DEFAULT_WINDOW))
            .withStartLimit(START_LIMIT)
            .withExtraFlags(settings.kioskMode() ? List.of("--kiosk") : List.of());
    LaunchRequest complete = startUrl.map(request::withStartUrl).orElse(request);
    RunningChromium chromium = Uninterrupted.call(() -> launcher.launch(complete));
    return SessionBrowser.of(chromium, kept, clock.instant());
  }

  private static WindowSize size(BrowserSettings.Viewport viewport) {
    return new WindowSize(viewport.width(), viewport.height());
  }
}
