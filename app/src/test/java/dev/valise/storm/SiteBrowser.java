package dev.valise.storm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.testing.Tab;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A browser as its client sees it, who comes for every command anew. */
final class SiteBrowser {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** As far as Chromium lets a cookie live, nearly: 400 days (rfc6265bis). */
  private static final Duration LIFE = Duration.ofDays(390);

  private final URI devTools;
  private final String site;

  /**
   * @param devTools {@code cdp_ws_url} of a session
   * @param site URL of a page
   */
  SiteBrowser(URI devTools, String site) {
    this.devTools = devTools;
    this.site = site;
  }

  void put(Mark mark) throws Exception {
    switch (mark.kind()) {
      case PERSISTENT ->
          setCookie(mark, Map.of("expires", Instant.now().plus(LIFE).getEpochSecond()));
      case SESSION -> setCookie(mark, Map.of());
      case ITEM -> inTab("localStorage.setItem('" + mark.text() + "','1')");
    }
  }

  void remove(Mark mark) throws Exception {
    switch (mark.kind()) {
      case PERSISTENT, SESSION -> setCookie(mark, Map.of("expires", 1));
      case ITEM -> inTab("localStorage.removeItem('" + mark.text() + "')");
    }
  }

  /** All that it holds. */
  Set<Mark> marks() throws Exception {
    Set<Mark> found = new TreeSet<>();
    for (String item : inTab("Object.keys(localStorage).join(' ')").split(" ", -1)) {
      Mark.parse(item).ifPresent(found::add);
    }
    try (CdpConnection browser = CdpConnection.connect(devTools, LIMIT)) {
      JsonNode cookies = browser.call("Storage.getCookies", Map.of(), LIMIT).path("cookies");
      for (JsonNode cookie : cookies) {
        Mark.parse(cookie.path("name").asText()).ifPresent(found::add);
      }
    }
    return found;
  }

  private void setCookie(Mark mark, Map<String, ?> more) {
    Map<String, Object> cookie = new HashMap<>(more);
    // Not all of one site: Chromium keeps 180 cookies of each (net/cookies/cookie_monster.cc).
    String domain = "site" + mark.number() % 10 + ".example";
    cookie.putAll(Map.of("name", mark.text(), "value", "1", "domain", domain, "path", "/"));
    try (CdpConnection browser = CdpConnection.connect(devTools, LIMIT)) {
      browser.call("Storage.setCookies", Map.of("cookies", List.of(cookie)), LIMIT);
    }
  }

  /** Closes the tab behind it: with the last one of an origin Chromium writes its localStorage. */
  private String inTab(String expression) throws Exception {
    try (Tab tab = Tab.open(devTools, site)) {
      String value = tab.evaluate(expression);
      tab.session().call("Page.close", LIMIT);
      return value;
    }
  }
}
