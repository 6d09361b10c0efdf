package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Ending;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ends a session whose folder must not become a version, because it may hold half a checkout. What
 * is lost is said in the outcome.
 */
record SessionAbort(BrowserHost host, Instant now, String reason, Consumer<RunningSession> ended)
    implements SessionEnding.Work {

  @Override
  public BrowserSession run(RunningSession session) throws IOException {
    session.killBrowser();
    session.clients().end();
    host.discard(session.record().id());
    Optional<SaveOutcome> outcome =
        session.record().writes()
            ? Optional.of(
                new SaveOutcome(
                    SaveOutcome.Status.FAILED,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(reason),
                    List.of(),
                    Duration.ZERO))
            : Optional.empty();
    var ending = new Ending(now, reason, outcome, session.network());
    BrowserSession result = session.change(last -> last.ended(SessionState.FAILED, ending));
    ended.accept(session);
    return result;
  }
}
