package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.RequiredCookie;
import dev.valise.model.SaveOutcome;
import dev.valise.model.Version;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A profile that requires a login does not lose it to a logout. */
final class LoginGuardIT {
  private static final String SECRET = "c0ffee5ecret";

  /** Deletes the cookie as a page can, and says which are left. */
  private static final String LOGOUT =
      "cookieStore.delete('persistent')"
          + ".then(() => cookieStore.getAll()).then(all => all.map(one => one.name).join())";

  @TempDir private Path folder;
  private SessionFixture fixture;
  private LoginSite site;
  private Profile profile;

  @BeforeEach
  void start() throws IOException {
    fixture = SessionFixture.in(folder);
    site = LoginSite.start();
    profile = fixture.profile("main");
    fixture.profiles.setRequired(
        fixture.organisation,
        new ProfileReference.ById(profile.id()),
        List.of(new RequiredCookie("localhost", Optional.of("persistent"))));
  }

  @AfterEach
  void stop() {
    fixture.close();
    site.close();
  }

  @Test
  void aLogoutIsAVersionThatTheNextBrowserDoesNotGet() throws Exception {
    BrowserSession first = fixture.open(profile, true);
    evaluate(first, "login('" + SECRET + "')");
    SaveOutcome login = end(first);
    assertThat(login.withheld()).isFalse();
    assertThat(login.warnings()).isEmpty();

    BrowserSession second = fixture.open(profile, true);
    assertThat(evaluate(second, LOGOUT)).isEmpty();
    SaveOutcome logout = end(second);

    assertThat(logout.status()).isEqualTo(SaveOutcome.Status.SAVED);
    assertThat(logout.version()).contains(2);
    assertThat(logout.withheld()).isTrue();
    assertThat(logout.warnings())
        .containsExactly(
            "this version was not made the head: the profile requires the cookie 'persistent'"
                + " of localhost, which is not there");
    assertThat(head().orElseThrow().number()).isEqualTo(1);
    BrowserSession next = fixture.open(profile, true);
    assertThat(evaluate(next, "state()")).isEqualTo(LoginSite.loggedIn(SECRET));
    assertThat(next.load().orElseThrow().version()).contains(1);
    assertThat(end(next).warnings()).as("version 2 was there before it began").isEmpty();
    assertThat(head().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void whatWasWithheldIsLoadedByNumberAndByARollbackOnly() throws Exception {
    BrowserSession session = fixture.open(profile, true);
    SaveOutcome outcome = end(session);
    assertThat(outcome.withheld()).isTrue();
    assertThat(outcome.version()).contains(1);
    assertThat(head()).isEmpty();
    var reference = new ProfileReference.ById(profile.id());

    assertThatThrownBy(
            () -> fixture.create(Optional.of(new ProfileUse(reference, Optional.of(1), true))))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("version 1 of the profile was kept from becoming its head");
    BrowserSession reading =
        fixture.create(Optional.of(new ProfileUse(reference, Optional.of(1), false)));
    assertThat(reading.load().orElseThrow().version()).contains(1);
    fixture.end(reading);
    fixture.history.rollBack(fixture.reread(profile), 1);
    assertThat(fixture.open(profile, false).load().orElseThrow().version()).contains(2);
  }

  @Test
  void aCheckpointOfALogoutIsWithheldAndTheEndWithALoginIsNot() throws Exception {
    BrowserSession session = fixture.open(profile, true);
    CheckpointReport logout = fixture.checkpoint(session, profile);
    assertThat(logout.withheld()).isTrue();
    assertThat(logout.version()).isEqualTo(1);
    assertThat(logout.figures().steps().orElseThrow().copy()).isPresent();
    assertThat(logout.warnings()).anyMatch(line -> line.contains("'persistent' of localhost"));
    assertThat(head()).isEmpty();

    evaluate(session, "login('" + SECRET + "')");
    CheckpointReport login = fixture.checkpoint(session, profile);
    assertThat(login.withheld()).isFalse();
    assertThat(head().orElseThrow().number()).isEqualTo(login.version()).isEqualTo(2);

    assertThat(evaluate(session, LOGOUT)).isEmpty();
    SaveOutcome outcome = end(session);
    assertThat(outcome.withheld()).isTrue();
    assertThat(outcome.version()).contains(3);
    assertThat(head().orElseThrow().number()).isEqualTo(2);
    BrowserSession next = fixture.open(profile, false);
    assertThat(evaluate(next, "state()")).isEqualTo(LoginSite.loggedIn(SECRET));
  }

  private SaveOutcome end(BrowserSession session) {
    return fixture.end(session).ending().orElseThrow().outcome().orElseThrow();
  }

  private Optional<Version> head() {
    return fixture.reread(profile).head();
  }

  private String evaluate(BrowserSession session, String expression) throws Exception {
    try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
      return tab.evaluate(expression);
    }
  }
}
