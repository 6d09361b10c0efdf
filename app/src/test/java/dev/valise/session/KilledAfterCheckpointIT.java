package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.cdp.CdpConnection;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cookies that a checkpoint has stored, and that no browser has written to its folder yet. */
final class KilledAfterCheckpointIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private SessionFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = SessionFixture.in(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void theSessionThatWentOnHasThemAfterAKill() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    setCookie(session, "login");
    fixture.checkpoint(session, profile);

    kill(session);

    assertThat(cookies(session)).containsExactly("login");
    fixture.end(session);
    assertThat(cookies(fixture.open(profile, false))).containsExactly("login");
  }

  @Test
  void aSessionThatLoadedThemHasThemAfterAKill() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession first = fixture.create(Optional.empty());
    setCookie(first, "login");
    fixture.checkpoint(first, profile);
    BrowserSession second = fixture.open(profile, true);
    assertThat(cookies(second)).containsExactly("login");

    kill(second);

    assertThat(cookies(second)).containsExactly("login");
    fixture.end(second);
    assertThat(cookies(fixture.open(profile, false))).containsExactly("login");
  }

  private void setCookie(BrowserSession session, String name) throws Exception {
    try (var browser = CdpConnection.connect(fixture.devTools(session), LIMIT)) {
      var cookie = Map.of("name", name, "value", "1", "domain", "site.example", "path", "/");
      browser.call("Storage.setCookies", Map.of("cookies", List.of(cookie)), LIMIT);
    }
  }

  private List<String> cookies(BrowserSession session) throws Exception {
    try (var browser = CdpConnection.connect(fixture.devTools(session), LIMIT)) {
      List<String> names = new ArrayList<>();
      for (JsonNode cookie : browser.call("Storage.getCookies", Map.of(), LIMIT).path("cookies")) {
        names.add(cookie.path("name").asText());
      }
      return names;
    }
  }

  private void kill(BrowserSession session) throws Exception {
    long pid = ProcessIdentity.parse(fixture.find(session).process().orElseThrow()).pid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
