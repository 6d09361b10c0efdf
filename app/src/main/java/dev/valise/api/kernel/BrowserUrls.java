package dev.valise.api.kernel;

import dev.valise.model.SessionId;
import dev.valise.session.CdpTokens;
import io.javalin.http.Context;

/**
 * The URLs of one session's browser, under the address by which the caller reached this server.
 *
 * @param cdp for DevTools clients; whoever has it controls the browser
 * @param webdriver a field that Kernel requires; nothing answers there but 501
 */
record BrowserUrls(String cdp, String webdriver) {

  static BrowserUrls of(Context context, SessionId session, CdpTokens tokens) {
    String scheme = context.scheme().equals("https") ? "wss" : "ws";
    String base = scheme + "://" + context.host();
    return new BrowserUrls(
        base + "/cdp/" + session + "?token=" + tokens.token(session),
        base + "/webdriver/" + session);
  }
}
