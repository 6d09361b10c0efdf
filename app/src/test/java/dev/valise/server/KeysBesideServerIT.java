package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are rotated and deleted while a server uses them. */
final class KeysBesideServerIT {
  private static final String WRITING = "{\"profile\":{\"name\":\"main\",\"save_changes\":true}}";
  private static final String READING = "{\"profile\":{\"name\":\"main\"}}";

  @TempDir private Path data;

  @Test
  void aServerGoesOnWithRotatedKeysAndRefusesDeletedOnes() throws Exception {
    try (LoginSite site = LoginSite.start()) {
      try (ServerProcess server = ServerProcess.start(data, "--allow-loopback-ports=all")) {
        server.post("/profiles", "{\"name\":\"main\"}");
        JsonNode first = server.post("/browsers", WRITING);
        try (Tab tab = Tab.open(cdp(first), site.url())) {
          tab.evaluate("login('s1')");
        }
        server.delete("/browsers/" + first.path("session_id").asText());
        JsonNode running = server.post("/browsers", WRITING);

        rotate();

        try (Tab tab = Tab.open(cdp(running), site.url())) {
          assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn("s1"));
          tab.evaluate("login('s2')");
        }
        server.delete("/browsers/" + running.path("session_id").asText());
        assertLoggedIn(server, site, "s2");
      }
      try (ServerProcess restarted = ServerProcess.start(data, "--allow-loopback-ports=all")) {
        assertLoggedIn(restarted, site, "s2");

        delete();

        assertThatThrownBy(() -> restarted.post("/browsers", READING))
            .hasMessageContaining("profile_unreadable")
            .hasMessageContaining("were deleted on");
      }
    }
  }

  private void rotate() {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      assertThat(keys.rotate(true).organisations()).isEqualTo(1);
    }
  }

  private void delete() {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      keys.delete(keys.find("default").orElseThrow());
    }
  }

  private static void assertLoggedIn(ServerProcess server, LoginSite site, String user)
      throws Exception {
    JsonNode browser = server.post("/browsers", READING);
    try (Tab tab = Tab.open(cdp(browser), site.url())) {
      assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn(user));
    }
    server.delete("/browsers/" + browser.path("session_id").asText());
  }

  private static URI cdp(JsonNode browser) {
    return URI.create(browser.path("cdp_ws_url").asText());
  }
}
