package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.SaveOutcome;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: what a browser knew when it was ended, the next one knows. */
final class SavedLoginIT {
  private static final String SECRET = "c0ffee5ecret";

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
  void aSavedLoginIsThereInTheNextBrowserAndNoBrowserHasItOtherwise() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    assertThat(state(writing)).isEqualTo(LoginSite.loggedOut());
    login(writing);
    assertThat(state(writing)).isEqualTo(LoginSite.loggedIn(SECRET));

    SaveOutcome outcome = fixture.end(writing).ending().orElseThrow().outcome().orElseThrow();

    assertThat(outcome.version()).contains(1);
    assertThat(outcome.warnings()).isEmpty();
    assertThat(outcome.figures().orElseThrow().cookies()).isEqualTo(2);
    assertThat(outcome.figures().orElseThrow().sessionCookies()).isEqualTo(1);
    BrowserSession stranger = fixture.open(fixture.profile("other"), false);
    assertThat(state(stranger)).isEqualTo(LoginSite.loggedOut());
    BrowserSession next = fixture.open(profile, false);
    assertThat(state(next)).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  @Test
  void theLoginOutlivesManySaves() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession first = fixture.open(profile, true);
    login(first);
    fixture.end(first);

    for (int version = 2; version <= 4; version++) {
      BrowserSession session = fixture.open(profile, true);
      assertThat(state(session)).isEqualTo(LoginSite.loggedIn(SECRET));
      fixture.end(session);
      assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(version);
    }
  }

  @Test
  void aSessionThatDoesNotWriteLeavesTheProfileAsItWas() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession first = fixture.open(profile, true);
    fixture.end(first);
    Profile before = fixture.reread(profile);

    BrowserSession reading = fixture.open(profile, false);
    login(reading);
    assertThat(state(reading)).isEqualTo(LoginSite.loggedIn(SECRET));
    fixture.end(reading);

    assertThat(fixture.reread(profile).head()).isEqualTo(before.head());
    assertThat(state(fixture.open(profile, false))).isEqualTo(LoginSite.loggedOut());
  }

  @Test
  void nothingOfALoginLiesInClearOutsideOfCheckouts() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    login(writing);
    assertThat(filesWith(SECRET, folder)).as("the secret can be found where it is").isNotEmpty();

    fixture.end(writing);

    fixture.checkouts.wipe(profile.id());
    assertThat(filesWith(SECRET, folder)).isEmpty();
    BrowserSession reading = fixture.open(profile, false);
    assertThat(state(reading)).isEqualTo(LoginSite.loggedIn(SECRET));
    assertThat(filesWith(SECRET, folder))
        .allSatisfy(file -> assertThat(file).startsWith(folder.resolve("checkouts")));
  }

  @Test
  void anEndedSessionLeavesNoFolder() throws Exception {
    BrowserSession session = fixture.open(fixture.profile("main"), true);
    Path checkout = folder.resolve("checkouts").resolve(session.id().value());
    assertThat(checkout).isDirectory();

    fixture.end(session);

    assertThat(checkout).doesNotExist();
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

  private static List<Path> filesWith(String text, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  /** UTF-16 too, in which Chromium writes some of localStorage and IndexedDB. */
  private static boolean contains(Path file, String text) {
    try {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      return bytes.contains(text) || bytes.replace("\0", "").contains(text);
    } catch (IOException goneMeanwhile) {
      return false;
    }
  }
}
