package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Ending;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionState;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The end of a session that an earlier server had saved, and had only to call ended. */
record EndedBefore(
    BrowserHost host,
    Instant now,
    String reason,
    SaveOutcome outcome,
    Consumer<RunningSession> ended)
    implements SessionEnding.Work {

  @Override
  public BrowserSession run(RunningSession session) throws IOException {
    session.killBrowser();
    session.clients().end();
    host.discard(session.record().id());
    var ending = new Ending(now, reason, Optional.of(outcome), session.network());
    BrowserSession result = session.change(last -> last.ended(SessionState.CLOSED, ending));
    ended.accept(session);
    return result;
  }
}
