package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.SaveOutcome;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers that end by themselves, or do not want to end. */
final class BrowserTroubleIT {
  private static final String SECRET = "s1";

  @TempDir private Path folder;
  private SessionFixture fixture;
  private LoginSite site;

  @BeforeEach
  void start() throws IOException {
    fixture = SessionFixture.in(folder);
    site = LoginSite.start();
  }

  @AfterEach
  void stop() {
    fixture.close();
    site.close();
  }

  @Test
  void aBrowserThatAClientClosedComesUpAgainWithAllItsState() throws Exception {
    BrowserSession session = fixture.create(Optional.empty());
    DevToolsEndpoint before = fixture.devTools(session);
    login(session);

    closeBrowser(session);

    assertThat(fixture.devTools(session)).isNotEqualTo(before);
    assertThat(state(session)).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void whoConnectsWhileABrowserEndsGetsTheNextOne() throws Exception {
    BrowserSession session = fixture.create(Optional.empty());
    DevToolsEndpoint before = fixture.devTools(session);
    try (Tab tab = Tab.open(before, "about:blank")) {
      tab.browser().call("Browser.close", Duration.ofSeconds(10));
    }

    DevToolsEndpoint after = fixture.grant(session).devToolsAfter(before);

    assertThat(after).isNotEqualTo(before);
    Tab.open(after, "about:blank").close();
    // Nobody ends this one.
    assertThatThrownBy(() -> fixture.grant(session).devToolsAfter(after))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("takes no connections");
  }

  @Test
  void aBrowserThatWasKilledComesUpAgain() throws Exception {
    BrowserSession session = fixture.create(Optional.empty());
    ProcessIdentity process = process(session);
    DevToolsEndpoint before = fixture.devTools(session);

    killAndAwait(process);

    assertThat(fixture.devTools(session)).isNotEqualTo(before);
    assertThat(process(session)).isNotEqualTo(process);
    assertThat(state(session)).isEqualTo(LoginSite.loggedOut());
  }

  @Test
  void endingASessionRightAfterAClientClosedItsBrowserSavesEverything() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    login(session);
    try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
      tab.browser().call("Browser.close", Duration.ofSeconds(10));
    }

    SaveOutcome outcome = fixture.end(session).ending().orElseThrow().outcome().orElseThrow();

    assertThat(outcome.figures().orElseThrow().cookies()).isEqualTo(2);
    assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void aBrowserThatHangsIsEndedAndTheOutcomeSaysSo() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    signal("STOP", process(session));

    SaveOutcome outcome = fixture.end(session).ending().orElseThrow().outcome().orElseThrow();

    assertThat(outcome.version()).contains(1);
    assertThat(outcome.warnings()).anySatisfy(warning -> assertThat(warning).contains("lost"));
    assertThat(fixture.reread(profile).head()).isPresent();
  }

  @Test
  void clientsAreHungUpWhenTheirSessionEnds() throws Exception {
    BrowserSession session = fixture.create(Optional.empty());
    var hungUp = new CountDownLatch(2);
    fixture.grant(session).attach(hungUp::countDown);
    fixture.grant(session).attach(hungUp::countDown);

    fixture.end(session);

    assertThat(hungUp.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(
            fixture
                .service
                .cdpAccess()
                .admit(session.id().value(), fixture.tokens.token(session.id())))
        .isEmpty();
  }

  private void login(BrowserSession session) throws Exception {
    try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
      assertThat(tab.evaluate("login('" + SECRET + "')")).isEqualTo("ok");
    }
  }

  private String state(BrowserSession session) throws Exception {
    try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
      return tab.evaluate("state()");
    }
  }

  private void closeBrowser(BrowserSession session) throws Exception {
    ProcessIdentity process = process(session);
    try (Tab tab = Tab.open(fixture.devTools(session), "about:blank")) {
      tab.browser().call("Browser.close", Duration.ofSeconds(10));
    }
    awaitExit(process);
  }

  private ProcessIdentity process(BrowserSession session) {
    return ProcessIdentity.parse(fixture.find(session).process().orElseThrow());
  }

  private static void killAndAwait(ProcessIdentity process) throws Exception {
    signal("KILL", process);
    awaitExit(process);
  }

  private static void awaitExit(ProcessIdentity process) throws Exception {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isPresent()) {
      handle.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private static void signal(String name, ProcessIdentity process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
