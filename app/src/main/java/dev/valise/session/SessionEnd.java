package dev.valise.session;

import dev.valise.chromium.ChromiumStartException;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Ending;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionState;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileState;
import dev.valise.profile.ProfileState.Cookies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How sessions end: close the browser, save if the session writes, wipe the folder, and only then
 * call the session ended.
 */
final class SessionEnd implements SessionEnding.Work {
  private static final Logger LOG = LoggerFactory.getLogger(SessionEnd.class);

  private final BrowserHost host;
  private final SessionSaver saver;
  private final BrowserVersions browserVersions;
  private final InstantSource clock;
  private final String reason;
  private final Consumer<RunningSession> ended;

  SessionEnd(
      BrowserHost host,
      SessionSaver saver,
      BrowserVersions browserVersions,
      InstantSource clock,
      String reason,
      Consumer<RunningSession> ended) {
    this.host = host;
    this.saver = saver;
    this.browserVersions = browserVersions;
    this.clock = clock;
    this.reason = reason;
    this.ended = ended;
  }

  /**
   * Ends a session whose browser nobody else touches meanwhile.
   *
   * @throws Refusal.StateNotSaved when its state could not be stored; folder and session stay
   */
  @Override
  public BrowserSession run(RunningSession session) throws IOException {
    Instant began = clock.instant();
    Optional<SaveOutcome> outcome = Optional.empty();
    Optional<LoadedVersion> state;
    BrowserSession record = session.record();
    if (record.load().isPresent() && record.writes()) {
      session.change(running -> running.withState(SessionState.SAVING));
      session.loaded().ifPresent(saver::prepare);
      List<String> warnings = new ArrayList<>();
      long closing = System.nanoTime();
      Optional<Cookies> cookies = close(session, warnings);
      Duration closed = Duration.ofNanos(System.nanoTime() - closing);
      if (cookies.isEmpty()) {
        return new SessionAbort(
                host, clock.instant(), session.startFailures().reason(), true, ended)
            .run(session);
      }
      var left =
          new ProfileState(
              host.folder(record.id()), browserVersions.installed(), cookies.get(), closed);
      SessionSaver.Saved saved = saver.save(session, left, began, warnings);
      outcome = Optional.of(saved.outcome());
      state = saved.state();
    } else {
      session.killBrowser();
      state = session.loaded();
    }
    session.clients().end();
    letGo(record, state);
    boolean lost = outcome.flatMap(SaveOutcome::failure).isPresent();
    var ending = new Ending(clock.instant(), reason, outcome, session.network());
    BrowserSession result =
        session.change(
            last -> last.ended(lost ? SessionState.FAILED : SessionState.CLOSED, ending));
    ended.accept(session);
    return result;
  }

  private void letGo(BrowserSession record, Optional<LoadedVersion> state) throws IOException {
    if (record.load().isPresent() && state.isPresent()) {
      host.park(record, state.get());
    } else {
      host.discard(record.id());
    }
  }

  /**
   * Closes the browser and says which cookies it had. One that cannot be asked any more is started
   * once more on its folder: that reads the cookies that reached the disk, and shows that Chromium
   * opens what is about to be saved.
   *
   * @return empty when Chromium does not open the folder any more, however often it is tried
   * @throws Refusal.StateNotSaved when it did not open it this time
   */
  private static Optional<Cookies> close(RunningSession session, List<String> warnings) {
    SessionBrowser.Closed closed = session.closeBrowser();
    warnings.addAll(closed.warnings());
    if (closed.cookies().isPresent()) {
      return closed.cookies();
    }
    try {
      session.reopen();
      closed = session.closeBrowser();
      warnings.addAll(closed.warnings());
      if (closed.cookies().isPresent()) {
        return closed.cookies();
      }
      session.startFailures().add("Chromium did not tell its cookies");
    } catch (ChromiumStartException | IOException e) {
      LOG.warn("the browser of session {} does not open its folder", session.record().id(), e);
      session.startFailures().add(e);
    }
    if (session.startFailures().areEnough()) {
      return Optional.empty();
    }
    throw new Refusal.StateNotSaved(
        "the browser of session "
            + session.record().id()
            + " ended and does not open its folder; deleting the session again tries again");
  }
}
