package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.cdp.CdpConnection;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.Name;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.Version;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions of browsers that go on running. */
@Timeout(200)
final class CheckpointIT {
  private static final String SECRET = "c0ffee5ecret";

  @TempDir private Path folder;
  private SessionFixture fixture;
  private LoginSite site;

  @BeforeEach
  void start() throws Exception {
    fixture = SessionFixture.in(folder);
    site = LoginSite.start();
  }

  @AfterEach
  void stop() {
    fixture.blobs.heal();
    fixture.close();
    site.close();
  }

  @Test
  void aLoginOfThisMomentIsCompleteInTheNextBrowserAndTheFirstGoesOn() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedOut());
    try (Tab tab = tab(writing)) {
      String page = tab.evaluate("String(performance.timeOrigin)");
      tab.evaluate("login('" + SECRET + "')");

      CheckpointReport report = fixture.checkpoint(writing, profile);

      assertThat(report.version()).isEqualTo(1);
      assertThat(report.unchanged()).isFalse();
      assertThat(report.created()).isFalse();
      assertThat(report.warnings()).isEmpty();
      assertThat(report.figures().cookies()).isEqualTo(2);
      assertThat(report.figures().sessionCookies()).isEqualTo(1);
      assertThat(report.figures().origins()).isEqualTo(1);
      assertThat(report.profile().head().orElseThrow().number()).isEqualTo(1);
      assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedIn(SECRET));
      assertThat(tab.evaluate("String(performance.timeOrigin)")).isEqualTo(page);
      assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn(SECRET));
    }
    assertThat(folder.resolve("checkouts").resolve(writing.id().value() + ".checkpoint"))
        .doesNotExist();
  }

  @Test
  void whatWasChangedAndDeletedAMomentAgoIsSoInTheNextBrowser() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession first = fixture.open(profile, true);
    try (Tab tab = tab(first)) {
      tab.evaluate("login('old')");
      tab.evaluate("localStorage.setItem('gone', 'old')");
    }
    fixture.end(first);
    BrowserSession second = fixture.open(profile, true);
    try (Tab tab = tab(second)) {
      assertThat(tab.evaluate("localStorage.getItem('gone')")).isEqualTo("old");
      tab.evaluate("login('new')");
      tab.evaluate("document.cookie = 'persistent=; Path=/; Max-Age=0'");
      tab.evaluate("localStorage.removeItem('gone')");
      tab.evaluate("localStorage.setItem('half \u20ac', '\ud800 \u00e9')");

      assertThat(fixture.checkpoint(second, profile).version()).isEqualTo(2);
    }

    BrowserSession next = fixture.open(profile, false);
    assertThat(state(next)).isEqualTo("session=new persistent=none local=new idb=new");
    try (Tab tab = tab(next)) {
      assertThat(tab.evaluate("localStorage.getItem('gone')")).isEqualTo("null");
      assertThat(tab.evaluate("localStorage.getItem('half \u20ac') === '\ud800 \u00e9'"))
          .isEqualTo("true");
    }
  }

  @Test
  void theStartPageIsAskedForWithTheCookiesOfTheCheckpoint() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession first = fixture.open(profile, true);
    login(first, "old");
    fixture.end(first);
    BrowserSession second = fixture.open(profile, true);
    login(second, "new");
    fixture.checkpoint(second, profile);

    BrowserSession next =
        fixture.create(
            new CreateRequest(
                Optional.empty(),
                Map.of(),
                Optional.of(new ProfileUse(new ProfileReference.ById(profile.id()), false)),
                new BrowserSettings(
                    true, false, Optional.empty(), Optional.of(site.url() + "cookies")),
                Optional.empty(),
                Duration.ofSeconds(60)));

    try (CdpConnection browser =
        CdpConnection.connect(fixture.devTools(next), Duration.ofSeconds(20))) {
      assertThat(FirstTab.textOf(browser)).isEqualTo("session=new persistent=new");
    }
  }

  @Test
  void theEndContinuesFromTheLastCheckpoint() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    fixture.checkpoint(writing, profile);
    login(writing, SECRET);
    CheckpointReport second = fixture.checkpoint(writing, profile);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.warnings()).isEmpty();
    assertThat(fixture.find(writing).load().orElseThrow().version()).contains(2);

    SaveOutcome outcome = fixture.end(writing).ending().orElseThrow().outcome().orElseThrow();

    assertThat(outcome.version()).contains(3);
    assertThat(outcome.warnings()).isEmpty();
    assertThat(outcome.figures().orElseThrow().storedBytes())
        .as("what the checkpoints stored is not stored again")
        .isLessThan(outcome.figures().orElseThrow().bytes() / 2);
    assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void aCheckpointOfWhatIsThereAlreadyMakesNoVersion() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    login(writing, SECRET);
    // Chromium itself writes for some seconds: statistics, preferences, the history.
    List<CheckpointReport> reports = new ArrayList<>();
    do {
      reports.add(fixture.checkpoint(writing, profile));
    } while (!reports.getLast().unchanged() && reports.size() < 200);

    CheckpointReport unchanged = reports.getLast();
    assertThat(unchanged.unchanged()).isTrue();
    assertThat(unchanged.figures().storedBytes()).isZero();
    assertThat(fixture.reread(profile).head().orElseThrow().number())
        .isEqualTo(unchanged.version())
        .isEqualTo(reports.size() - 1);
  }

  @Test
  void aHundredCheckpointsInARowDisturbNoPageAndEachOpens() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    try (Tab tab = tab(writing)) {
      for (int i = 1; i <= 100; i++) {
        tab.evaluate("login('s" + i + "')");
        CheckpointReport report = fixture.checkpoint(writing, profile);
        assertThat(report.version()).isEqualTo(i);
        assertThat(report.warnings()).isEmpty();
        assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn("s" + i));
      }
    }
    for (Version version :
        fixture.history.list(fixture.reread(profile), new Page.Window(100, 0)).items()) {
      Path checkout = folder.resolve("version-" + version.number());
      var _ = fixture.checkouts.checkOut(fixture.organisation, version, checkout);
      assertThat(SqliteFiles.damaged(checkout)).isEmpty();
    }
    assertThat(SqliteFiles.in(folder.resolve("version-100"))).hasSizeGreaterThan(5);
    for (int number : List.of(1, 50, 100)) {
      BrowserSession reading =
          fixture.create(
              Optional.of(
                  new ProfileUse(
                      new ProfileReference.ById(profile.id()), Optional.of(number), false)));
      assertThat(state(reading)).isEqualTo(LoginSite.loggedIn("s" + number));
      fixture.end(reading);
    }
  }

  @Test
  void aBrowserKilledAfterItsCheckpointLosesNothingOfIt() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    try (Tab tab = tab(writing)) {
      tab.evaluate("login('" + SECRET + "')");
      fixture.checkpoint(writing, profile);
      killBrowser(writing);
    }

    assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void aFullDiskCostsTheCheckpointAndNothingElse() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    try (Tab tab = tab(writing)) {
      tab.evaluate("login('" + SECRET + "')");
      fixture.blobs.failAllAfter(0);

      assertThatThrownBy(() -> fixture.checkpoint(writing, profile))
          .isInstanceOf(Refusal.StateNotSaved.class)
          .hasMessageContaining("No space left");
      assertThatThrownBy(
              () -> fixture.checkpoint(writing, new CheckpointTarget.Named(new Name("fresh"))))
          .isInstanceOf(Refusal.StateNotSaved.class);

      assertThat(fixture.reread(profile).head()).isEmpty();
      assertThat(fixture.catalog.profiles().findByName(fixture.organisation, "fresh"))
          .as("a profile that would have been made")
          .isEmpty();
      assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn(SECRET));
      fixture.blobs.heal();
      assertThat(fixture.checkpoint(writing, profile).version()).isEqualTo(1);
    }
    assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void aBrowserWithoutAProfileIsSavedIntoANewOneAndThenIntoThatAgain() throws Exception {
    BrowserSession session = fixture.create(Optional.empty());
    login(session, "one");
    var target = new CheckpointTarget.Named(new Name("fresh"));

    CheckpointReport first = fixture.checkpoint(session, target);
    login(session, "two");
    CheckpointReport second = fixture.checkpoint(session, target);

    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.figures().storedBytes()).isLessThan(first.figures().storedBytes());
    assertThat(fixture.find(session).load()).isEmpty();
    assertThat(state(fixture.open(second.profile(), false))).isEqualTo(LoginSite.loggedIn("two"));
  }

  @Test
  void anotherProfileGetsTheStateAlsoWhenNothingHasChangedSinceItWasLoaded() throws Exception {
    Profile own = fixture.profile("own");
    Profile other = fixture.profile("other");
    BrowserSession writing = fixture.open(own, true);
    login(writing, SECRET);
    fixture.checkpoint(writing, own);

    CheckpointReport copy = fixture.checkpoint(writing, other);

    assertThat(copy.version()).isEqualTo(1);
    assertThat(copy.unchanged()).isFalse();
    assertThat(fixture.reread(own).head().orElseThrow().number()).isEqualTo(1);
    assertThat(fixture.find(writing).load().orElseThrow().profile()).isEqualTo(own.id());
    assertThat(state(fixture.open(other, false))).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void aProfileThatAnotherSessionWritesIsRefusedAndOneThatItWroteIsNot() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    BrowserSession reading = fixture.open(profile, false);
    login(reading, SECRET);

    assertThatThrownBy(() -> fixture.checkpoint(reading, profile))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining(writing.id().value());
    fixture.end(writing);

    assertThat(fixture.checkpoint(reading, profile).version()).isEqualTo(2);
    assertThat(state(fixture.open(profile, true)))
        .as("the checkpoint gave the right to write back")
        .isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void aSessionThatHasEndedIsRefused() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    fixture.end(session);

    assertThatThrownBy(() -> fixture.checkpoint(session, profile))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("not active");
  }

  private void killBrowser(BrowserSession session) throws Exception {
    long pid = ProcessIdentity.parse(fixture.find(session).process().orElseThrow()).pid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  private void login(BrowserSession session, String secret) throws Exception {
    try (Tab tab = tab(session)) {
      assertThat(tab.evaluate("login('" + secret + "')")).isEqualTo("ok");
    }
  }

  private String state(BrowserSession session) throws Exception {
    try (Tab tab = tab(session)) {
      return tab.evaluate("state()");
    }
  }

  private Tab tab(BrowserSession session) throws Exception {
    return Tab.open(fixture.devTools(session), site.url());
  }
}
