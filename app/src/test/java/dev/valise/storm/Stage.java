package dev.valise.storm;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the steps happen: a server, its clock and its processes, and the ids that it gave. Used by
 * one thread.
 *
 * @param site URL of a page whose localStorage the logins are in
 */
record Stage(
    ServerUnderTest server,
    Api api,
    SharedClock clock,
    BrowserProcesses processes,
    Leases leases,
    String site,
    Map<String, String> ids,
    Map<String, URI> devTools) {

  static Stage of(ServerUnderTest server, SharedClock clock, Path data, String site) {
    return new Stage(
        server,
        server.api(),
        clock,
        new BrowserProcesses(data),
        new Leases(data),
        site,
        new HashMap<>(),
        new HashMap<>());
  }

  /** Id of a profile or session. */
  String id(String name) {
    return Optional.ofNullable(ids.get(name)).orElseThrow();
  }

  void opened(String session, Answer answer) {
    ids.put(session, answer.text("session_id"));
    devTools.put(session, URI.create(answer.text("cdp_ws_url")));
  }

  SiteBrowser browser(String session) {
    return new SiteBrowser(Optional.ofNullable(devTools.get(session)).orElseThrow(), site);
  }
}
