package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.chromium.landlock.Landlock;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose browsers have rooms: what they had is saved, and found again after a crash. */
@Timeout(180)
class IsolatedServerIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String WRITING =
      "{\"profile\":{\"name\":\"p\",\"save_changes\":true},\"headless\":true}";

  @Test
  void aBrowserInARoomIsSavedLoadedAndOutlivesTheServer(@TempDir Path data) throws Exception {
    try (LoginSite site = LoginSite.start()) {
      isSavedLoadedAndOutlivesTheServer(data, site, "strict", List.of("root", "user"));
    }
  }

  @Test
  void aBrowserBehindRulesIsSavedLoadedAndOutlivesTheServer(@TempDir Path data) throws Exception {
    assumeTrue(Landlock.ofThisMachine().isPresent(), "this kernel has no Landlock");
    try (LoginSite site = LoginSite.start()) {
      isSavedLoadedAndOutlivesTheServer(data, site, "basic", List.of("landlock"));
    }
  }

  private static void isSavedLoadedAndOutlivesTheServer(
      Path data, LoginSite site, String isolation, List<String> tiers) throws Exception {
    String[] options = {
      "--isolation=" + isolation, "--allow-loopback-ports=" + URI.create(site.url()).getPort()
    };
    JsonNode left;
    List<String> pages;
    try (ServerProcess server = ServerProcess.start(data, options)) {
      server.post("/profiles", "{\"name\":\"p\"}");
      JsonNode browser = server.post("/browsers", WRITING);
      assertThat(browser.at("/isolation/tier").asText()).isIn(tiers);
      assertThat(browser.at("/isolation/not_guaranteed").isArray()).isTrue();
      assertThat(server.get("/health").at("/isolation/tier"))
          .isEqualTo(browser.at("/isolation/tier"));
      setCookie(browser, "first");
      server.delete(path(browser));

      // From a warm checkout, of which little has to be read again.
      JsonNode again = server.post("/browsers", WRITING);
      assertThat(cookies(again)).containsExactly("first");
      setCookie(again, "second");
      pages = pages(again);
      server.kill();
      left = again;
    }
    try (ServerProcess server = ServerProcess.start(data, options)) {
      JsonNode goesOn = server.get(path(left));
      assertThat(goesOn.path("state").asText()).isEqualTo("running");
      // Waits until the browser is there.
      assertThat(pages(goesOn)).as("the same browser").containsExactlyElementsOf(pages);
      assertThat(server.get(path(left)).at("/isolation/tier").asText()).isIn(tiers);
      assertThat(evaluate(goesOn, site, "login('x')")).as("it has its network").isEqualTo("ok");
      server.delete(path(left));
      JsonNode ended = server.get(path(left) + "?include_deleted=true");
      assertThat(ended.at("/save/status").asText()).isEqualTo("saved");
      JsonNode after = server.post("/browsers", WRITING);
      assertThat(cookies(after)).contains("first", "second");
      assertThat(evaluate(after, site, "state()")).isEqualTo(LoginSite.loggedIn("x"));
      server.stop();
    }
  }

  private static String path(JsonNode browser) {
    return "/browsers/" + browser.path("session_id").asText();
  }

  private static void setCookie(JsonNode browser, String name) throws Exception {
    try (Tab tab = tab(browser)) {
      var cookie =
          Map.of(
              "name", name, "value", "x", "url", "https://example.com/", "expires", 4102444800.0);
      tab.browser().call("Storage.setCookies", Map.of("cookies", List.of(cookie)), LIMIT);
    }
  }

  private static List<String> cookies(JsonNode browser) throws Exception {
    try (Tab tab = tab(browser)) {
      return tab.browser()
          .call("Storage.getCookies", LIMIT)
          .path("cookies")
          .valueStream()
          .map(cookie -> cookie.path("name").asText())
          .toList();
    }
  }

  /** What tells one browser from another. */
  private static List<String> pages(JsonNode browser) throws Exception {
    try (CdpConnection connection =
        CdpConnection.connect(URI.create(browser.path("cdp_ws_url").asText()), LIMIT)) {
      return connection
          .call("Target.getTargets", LIMIT)
          .path("targetInfos")
          .valueStream()
          .map(target -> target.path("targetId").asText())
          .toList();
    }
  }

  private static String evaluate(JsonNode browser, LoginSite site, String expression)
      throws Exception {
    try (Tab tab = Tab.open(URI.create(browser.path("cdp_ws_url").asText()), site.url())) {
      return tab.evaluate(expression);
    }
  }

  private static Tab tab(JsonNode browser) throws Exception {
    return Tab.open(URI.create(browser.path("cdp_ws_url").asText()), "about:blank");
  }
}
