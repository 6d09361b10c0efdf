package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.chromium.landlock.Landlock;
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
    isSavedLoadedAndOutlivesTheServer(data, "strict", List.of("root", "user"));
  }

  @Test
  void aBrowserBehindRulesIsSavedLoadedAndOutlivesTheServer(@TempDir Path data) throws Exception {
    assumeTrue(Landlock.ofThisMachine().isPresent(), "this kernel has no Landlock");
    isSavedLoadedAndOutlivesTheServer(data, "basic", List.of("landlock"));
  }

  private static void isSavedLoadedAndOutlivesTheServer(
      Path data, String isolation, List<String> tiers) throws Exception {
    try (ServerProcess server = ServerProcess.start(data, "--isolation", isolation)) {
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
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(data, "--isolation", isolation)) {
      // Waits for the end of the browser that was left behind, and for its save.
      JsonNode after = server.post("/browsers", WRITING);
      assertThat(cookies(after)).containsExactlyInAnyOrder("first", "second");
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

  private static Tab tab(JsonNode browser) throws Exception {
    return Tab.open(URI.create(browser.path("cdp_ws_url").asText()), "about:blank");
  }
}
