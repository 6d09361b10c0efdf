package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server that was killed leaves behind goes on under the next one, or is saved by it.
 * Browsers without rooms; {@link IsolatedServerIT} has the others.
 */
final class KilledServerIT {
  @TempDir private Path data;

  @Test
  void aSessionGoesOnUnderTheNextServer() throws Exception {
    try (LoginSite site = LoginSite.start();
        ServerProcess first = ServerProcess.start(data, "--isolation=off")) {
      JsonNode browser = loggedIn(first, site, "s7");
      ProcessIdentity chromium = chromiumOf(first);
      Path scratch = scratchOf(browser);

      first.kill();

      assertThat(chromium.isAlive()).as("the browser lives on").isTrue();
      try (ServerProcess second = ServerProcess.start(data, "--isolation=off")) {
        JsonNode same = second.get(path(browser));
        assertThat(same.path("state").asText()).isEqualTo("running");
        assertThat(cdp(same)).hasPath(cdp(browser).getPath());
        try (Tab tab = Tab.open(cdp(same), site.url())) {
          assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn("s7"));
        }
        assertThat(second.exchange("POST", "/browsers", WRITING).statusCode())
            .as("it still writes, and nobody else may")
            .isEqualTo(409);
        assertThat(chromium.isAlive()).as("the same browser").isTrue();

        second.delete(path(browser));
        assertThat(chromium.isAlive()).isFalse();
        assertThat(scratch).doesNotExist();
        JsonNode ended = second.get(path(browser) + "?include_deleted=true");
        assertThat(ended.at("/save/status").asText()).isEqualTo("saved");
        assertThat(ended.at("/save/version").asInt()).isEqualTo(1);
        assertThat(second.get("/events").valueStream())
            .extracting(event -> event.path("type").asText())
            .containsSubsequence("session_taken_over", "save_finished", "session_ended");
        assertThat(stateOfTheNext(second, site)).isEqualTo(LoginSite.loggedIn("s7"));
      }
    }
  }

  @Test
  void aBrowserThatWasTakenOverComesUpAgainWhenItDies() throws Exception {
    try (ServerProcess first = ServerProcess.start(data, "--isolation=off")) {
      JsonNode browser = first.post("/browsers", "{}");
      ProcessIdentity chromium = chromiumOf(first);
      first.kill();
      try (ServerProcess second = ServerProcess.start(data, "--isolation=off")) {
        killAndAwait(chromium);
        try (Tab tab = Tab.open(cdp(second.get(path(browser))), "about:blank")) {
          assertThat(tab.evaluate("String(1 + 1)")).isEqualTo("2");
        }
        assertThat(chromiumOf(second)).isNotEqualTo(chromium);
      }
    }
  }

  @Test
  void aLoginOutlivesServerAndBrowserWhenItReachedTheDisk() throws Exception {
    try (LoginSite site = LoginSite.start();
        ServerProcess first = ServerProcess.start(data, "--isolation=off")) {
      // At transaction complete IndexedDB is on disk; cookies take up to 30 s.
      JsonNode browser = loggedIn(first, site, "s8");
      ProcessIdentity chromium = chromiumOf(first);

      first.kill();
      killAndAwait(chromium);

      try (ServerProcess second = ServerProcess.start(data, "--isolation=off")) {
        JsonNode next = second.post("/browsers", READING);
        assertThat(next.path("profile").path("head_version").asInt()).isEqualTo(1);
        try (Tab tab = Tab.open(cdp(next), site.url())) {
          assertThat(tab.evaluate("state()")).endsWith("idb=s8");
        }
        JsonNode ended = second.get(path(browser) + "?include_deleted=true");
        assertThat(ended.path("end_reason").asText()).contains("server ended");
        assertThat(ended.at("/save/status").asText()).isEqualTo("recovered");
        assertThat(second.get("/profiles/main/versions").at("/0/source/type").asText())
            .isEqualTo("recovery");
        assertThat(second.get("/events").valueStream())
            .extracting(event -> event.path("type").asText())
            .containsSubsequence("session_recovered", "save_finished", "session_ended");
      }
    }
  }

  @Test
  void aCheckpointOutlivesServerAndBrowser() throws Exception {
    try (LoginSite site = LoginSite.start();
        ServerProcess first = ServerProcess.start(data, "--isolation=off")) {
      JsonNode browser = loggedIn(first, site, "s11");
      ProcessIdentity chromium = chromiumOf(first);
      first.post(path(browser) + "/profiles", "{\"name\":\"main\"}");

      first.kill();
      killAndAwait(chromium);

      try (ServerProcess second = ServerProcess.start(data, "--isolation=off")) {
        JsonNode next = second.post("/browsers", READING);
        assertThat(next.at("/profile/head_version").asInt())
            .as("what became of the folder is the head")
            .isEqualTo(2);
        try (Tab tab = Tab.open(cdp(next), site.url())) {
          assertThat(tab.evaluate("state()")).startsWith("session=s11 persistent=s11");
        }
      }
    }
  }

  @Test
  void aStopSavesWhatRuns() throws Exception {
    try (LoginSite site = LoginSite.start();
        ServerProcess first = ServerProcess.start(data, "--isolation=off")) {
      loggedIn(first, site, "s9");
      ProcessIdentity chromium = chromiumOf(first);

      first.stop();

      assertThat(chromium.isAlive()).isFalse();
      try (ServerProcess second = ServerProcess.start(data, "--isolation=off")) {
        assertThat(stateOfTheNext(second, site)).isEqualTo(LoginSite.loggedIn("s9"));
      }
    }
  }

  @Test
  void aStopThatMayNotWaitLeavesTheSessionToTheNextStart() throws Exception {
    try (LoginSite site = LoginSite.start();
        ServerProcess first = ServerProcess.start(data, "--isolation=off", "--shutdown-grace=0")) {
      JsonNode browser = loggedIn(first, site, "s10");

      first.stop();

      try (ServerProcess second = ServerProcess.start(data, "--isolation=off")) {
        // It goes on, or was closed already; then its save goes on, or is over.
        second.exchange("DELETE", path(browser), "");
        assertThat(second.get(path(browser) + "?include_deleted=true").at("/save/version").asInt())
            .isEqualTo(1);
        assertThat(stateOfTheNext(second, site)).isEqualTo(LoginSite.loggedIn("s10"));
      }
    }
  }

  private static final String WRITING = "{\"profile\":{\"name\":\"main\",\"save_changes\":true}}";
  private static final String READING = "{\"profile\":{\"name\":\"main\"}}";

  /** A browser that writes the profile, after the login. */
  private static JsonNode loggedIn(ServerProcess server, LoginSite site, String login)
      throws Exception {
    server.post("/profiles", "{\"name\":\"main\"}");
    JsonNode browser = server.post("/browsers", WRITING);
    try (Tab tab = Tab.open(cdp(browser), site.url())) {
      tab.evaluate("login('" + login + "')");
    }
    return browser;
  }

  /** What the site has of a browser that gets the profile now. */
  private static String stateOfTheNext(ServerProcess server, LoginSite site) throws Exception {
    try (Tab tab = Tab.open(cdp(server.post("/browsers", READING)), site.url())) {
      return tab.evaluate("state()");
    }
  }

  private static String path(JsonNode browser) {
    return "/browsers/" + browser.path("session_id").asText();
  }

  private static URI cdp(JsonNode browser) {
    return URI.create(browser.path("cdp_ws_url").asText());
  }

  /** The server starts nothing else that lives on. */
  private static ProcessIdentity chromiumOf(ServerProcess server) {
    return server
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .map(ProcessIdentity::of)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  /** Where a browser keeps crash dumps and its socket. */
  private Path scratchOf(JsonNode browser) throws Exception {
    Path folder = data.resolve("checkouts").resolve(browser.path("session_id").asText());
    Path socket = Files.readSymbolicLink(folder.resolve("SingletonSocket"));
    return Path.of("/").resolve(socket.subpath(0, socket.getNameCount() - 2));
  }

  private static void killAndAwait(ProcessIdentity process) throws Exception {
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
    handle.destroyForcibly();
    handle.onExit().get(20, TimeUnit.SECONDS);
  }
}
