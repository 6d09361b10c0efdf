package dev.valise.session;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.model.SessionId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Admits DevTools clients to the sessions that run here. */
final class SessionCdpAccess implements CdpAccess {
  private final CdpTokens tokens;
  private final Function<SessionId, Optional<RunningSession>> running;

  SessionCdpAccess(CdpTokens tokens, Function<SessionId, Optional<RunningSession>> running) {
    this.tokens = tokens;
    this.running = running;
  }

  @Override
  public Optional<Grant> admit(String session, String token) {
    if (!tokens.verifies(token, session)) {
      return Optional.empty();
    }
    return running.apply(new SessionId(session)).map(SessionGrant::new);
  }

  private record SessionGrant(RunningSession session) implements Grant {
    @Override
    public DevToolsEndpoint devTools() throws IOException {
      return session.devTools();
    }

    @Override
    public DevToolsEndpoint devToolsAfter(DevToolsEndpoint refused) throws IOException {
      return session.devToolsAfter(refused);
    }

    @Override
    public Attachment attach(Runnable hangUp) {
      return session.clients().attach(hangUp);
    }
  }
}
