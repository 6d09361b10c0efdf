package dev.valise.api.kernel;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Ending;
import dev.valise.model.BrowserSettings.Viewport;
import dev.valise.model.IsolationReport;
import dev.valise.model.NetworkReport;
import dev.valise.model.SaveFigures;
import dev.valise.model.SaveOutcome;
import dev.valise.session.LastCheckpoint;
import dev.valise.session.SaveProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A browser session as Kernel shows it, and more: how it ended and what its save did.
 *
 * <p>{@code base_url} is left out: with it the SDK would send some calls past this API
 * (src/lib/browser-routing.ts).
 *
 * @param state where it stands: starting, running, standby, saving, closed or failed
 * @param profileVersion which version it loaded, or its last checkpoint; left out when the profile
 *     had none
 * @param isolation of its browser, while it has one
 * @param network that its browsers have or had; left out for plain processes
 * @param checkpointSeconds how long after the last checkpoint the next one is made
 * @param lastCheckpoint what became of it, while the session runs
 * @param saveProgress while its end saves it
 * @param saveFailure why its save has failed, while that is tried again
 * @param save what the end of a writing session saved
 * @param warnings what was asked for and is not so
 */
record BrowserJson(
    String sessionId,
    String state,
    Instant createdAt,
    String cdpWsUrl,
    String webdriverWsUrl,
    boolean headless,
    boolean stealth,
    boolean kioskMode,
    long timeoutSeconds,
    Optional<String> name,
    Map<String, String> tags,
    Optional<Viewport> viewport,
    Optional<String> startUrl,
    Optional<ProfileJson> profile,
    Optional<Integer> profileVersion,
    Optional<Boolean> profileSaveChanges,
    Optional<Integer> checkpointSeconds,
    Optional<CheckpointJson> lastCheckpoint,
    Optional<IsolationReport> isolation,
    Optional<NetworkJson> network,
    Usage usage,
    Optional<Instant> deletedAt,
    Optional<String> endReason,
    Optional<SaveProgress> saveProgress,
    Optional<String> saveFailure,
    Optional<Save> save,
    Optional<List<String>> warnings) {

  record Usage(long uptimeMs) {}

  /**
   * The save outcome.
   *
   * @param madeHead whether the version is what the next browser loads; left out where there is
   *     none
   */
  record Save(
      String status,
      Optional<Integer> version,
      boolean unchanged,
      Optional<Boolean> madeHead,
      Optional<Integer> files,
      Optional<Long> bytes,
      Optional<Long> storedBytes,
      Optional<Integer> cookies,
      Optional<Integer> sessionCookies,
      Optional<Integer> origins,
      Optional<Integer> leftOutFiles,
      Optional<Long> leftOutBytes,
      Optional<Map<String, Long>> leftOutByRule,
      long durationMs,
      Optional<StepsJson> stepsMs,
      Optional<String> failure,
      List<String> warnings) {

    static Save of(SaveOutcome outcome) {
      return new Save(
          outcome.status().word(),
          outcome.version(),
          outcome.status() == SaveOutcome.Status.UNCHANGED,
          outcome.version().map(_ -> !outcome.withheld()),
          outcome.figures().map(figures -> figures.files()),
          outcome.figures().map(figures -> figures.bytes()),
          outcome.figures().map(figures -> figures.storedBytes()),
          outcome.figures().map(figures -> figures.cookies()),
          outcome.figures().map(figures -> figures.sessionCookies()),
          outcome.figures().map(figures -> figures.origins()),
          outcome.figures().map(figures -> figures.leftOutFiles()),
          outcome.figures().map(figures -> figures.leftOutBytes()),
          outcome.figures().map(figures -> figures.leftOutByRule()),
          outcome.took().toMillis(),
          outcome.figures().flatMap(SaveFigures::steps).map(StepsJson::of),
          outcome.failure(),
          outcome.warnings());
    }
  }

  static BrowserJson of(
      BrowserSession session,
      BrowserUrls urls,
      Optional<ProfileJson> profile,
      Optional<SaveProgress> saveProgress,
      Optional<String> saveFailure,
      Optional<IsolationReport> isolation,
      Optional<NetworkReport> network,
      Optional<LastCheckpoint> lastCheckpoint,
      Instant now,
      List<String> warnings) {
    Optional<Instant> end = session.ending().map(Ending::at);
    return new BrowserJson(
        session.id().value(),
        session.state().word(),
        session.createdAt(),
        urls.cdp(),
        urls.webdriver(),
        session.settings().headless(),
        false,
        session.settings().kioskMode(),
        session.timeout().toSeconds(),
        session.name(),
        session.tags(),
        session.settings().viewport(),
        session.settings().startUrl(),
        profile,
        session.load().flatMap(BrowserSession.Load::version),
        session.load().map(BrowserSession.Load::saveChanges),
        session.settings().checkpointSeconds(),
        lastCheckpoint.map(CheckpointJson::of),
        isolation,
        session.ending().flatMap(Ending::network).or(() -> network).map(NetworkJson::of),
        new Usage(Duration.between(session.createdAt(), end.orElse(now)).toMillis()),
        end,
        session.ending().map(Ending::reason),
        saveProgress,
        saveFailure,
        session.ending().flatMap(Ending::outcome).map(Save::of),
        warnings.isEmpty() ? Optional.empty() : Optional.of(warnings));
  }
}
