package dev.valise.session;

import dev.valise.crypto.TokenKey;
import dev.valise.model.SessionId;

/** The credential in a session's DevTools URL: good for that session only, as long as it runs. */
public final class CdpTokens {
  private final TokenKey key;

  public CdpTokens(TokenKey key) {
    this.key = key;
  }

  public String token(SessionId session) {
    return key.sign(grant(session.value()));
  }

  boolean verifies(String token, String session) {
    return key.verifies(token, grant(session));
  }

  private static String grant(String session) {
    return "cdp " + session;
  }
}
