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
 * Ends a session whose folder must not become a version. The outcome says why.
 *
 * @param keeps whether the folder may hold what nobody else has: then it is put aside, for people.
 *     Half a checkout is not worth that
 */
record SessionAbort(
    BrowserHost host, Instant now, String reason, boolean keeps, Consumer<RunningSession> ended)
    implements SessionEnding.Work {

  @Override
  public BrowserSession run(RunningSession session) throws IOException {
    session.killBrowser();
    session.clients().end();
    if (keeps && session.record().writes()) {
      host.putAside(session.record().id());
    } else {
      host.discard(session.record().id());
    }
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
