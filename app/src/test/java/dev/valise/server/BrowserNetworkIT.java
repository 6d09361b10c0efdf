package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a browser in a room gets to: through the proxy, and nowhere else. */
@Timeout(180)
class BrowserNetworkIT {
  private static final String LOADED = "location.protocol + ' ' + navigator.onLine";

  @TempDir private Path data;
  private LoginSite site;

  @BeforeEach
  void aSiteOnThisMachine() throws Exception {
    site = LoginSite.start();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aPlainBrowserReachesWhatListensOnLoopback() throws Exception {
    assertThat(load("--isolation=off")).isEqualTo("http: true");
  }

  @Test
  void aBrowserInARoomDoesNot() throws Exception {
    assertThat(load("--isolation=strict")).isEqualTo("chrome-error: true");
  }

  @Test
  void itReachesAPortThatIsAllowed() throws Exception {
    int port = URI.create(site.url()).getPort();
    assertThat(load("--isolation=strict", "--allow-loopback-ports=" + port))
        .isEqualTo("http: true");
    assertThat(load("--isolation=strict", "--allow-loopback-ports=" + (port + 1)))
        .isEqualTo("chrome-error: true");
  }

  private String load(String... options) throws Exception {
    try (ServerProcess server = ServerProcess.start(data, options)) {
      JsonNode browser = server.post("/browsers", "{\"headless\":true}");
      URI devTools = URI.create(browser.path("cdp_ws_url").asText());
      try (Tab tab = Tab.open(devTools, site.url())) {
        return tab.evaluate(LOADED);
      } finally {
        server.delete("/browsers/" + browser.path("session_id").asText());
        server.stop();
      }
    }
  }
}
