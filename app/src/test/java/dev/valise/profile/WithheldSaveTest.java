package dev.valise.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Progress;
import dev.valise.model.Refusal;
import dev.valise.model.RequiredCookie;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saves into a profile that requires a login. */
class WithheldSaveTest {
  private static final String LOGGED_IN =
      "[{\"name\":\"sid\",\"domain\":\".a.example.com\",\"path\":\"/\",\"session\":true}]";
  private static final String LOGGED_OUT =
      "[{\"name\":\"lang\",\"domain\":\"a.example.com\",\"path\":\"/\",\"session\":true}]";
  private static final String MISSING =
      "the profile requires the cookie 'sid' of example.com, which is not there";

  private final Path folder;
  private final Path scratch;
  private final ProfileFixture fixture;
  private OrganisationId acme;
  private Profile profile;

  WithheldSaveTest(@TempDir Path data, @TempDir Path folder, @TempDir Path scratch)
      throws IOException {
    this.fixture = new ProfileFixture(data, RootKey.generate());
    this.folder = folder;
    this.scratch = scratch;
  }

  @BeforeEach
  void aProfileWithALogin() throws IOException {
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.empty());
    require(new RequiredCookie("example.com", Optional.of("sid")));
    write("first");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLoginBecomesTheHead() throws IOException {
    SavedVersion saved = save(LOGGED_IN, Optional.empty());

    assertThat(head()).contains(saved.version());
    assertThat(saved.version().withheld()).isEmpty();
    assertThat(saved.warnings()).isEmpty();
  }

  @Test
  void aLogoutIsKeptAndTheHeadStays() throws IOException {
    SavedVersion login = save(LOGGED_IN, Optional.empty());
    write("second");
    SavedVersion logout = save(LOGGED_OUT, Optional.of(login.state()));

    assertThat(logout.version().number()).isEqualTo(2);
    assertThat(logout.version().withheld()).contains(MISSING);
    assertThat(logout.version().warnings()).isEmpty();
    assertThat(logout.warnings()).containsExactly("this version was not made the head: " + MISSING);
    assertThat(logout.headBefore()).contains(1);
    assertThat(head()).contains(login.version());
    assertThat(fixture.history.list(profile, new Page.Window(5, 0)).items())
        .containsExactly(logout.version(), login.version());
    Path opened = scratch.resolve("opened");
    fixture.checkouts.checkOut(acme, logout.version(), opened);
    assertThat(opened.resolve("Default/Preferences")).hasContent("second");
  }

  @Test
  void theFirstSaveWithoutALoginLeavesTheProfileEmpty() throws IOException {
    SavedVersion saved = save(LOGGED_OUT, Optional.empty());

    assertThat(saved.version().number()).isEqualTo(1);
    assertThat(saved.version().isWithheld()).isTrue();
    assertThat(head()).isEmpty();
    assertThatThrownBy(() -> fixture.history.fork(profile, Optional.empty(), Optional.empty()))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("has no head: say which version to fork");
    assertThat(fixture.history.fork(profile, Optional.of(1), Optional.empty()).head()).isPresent();
  }

  @Test
  void aRollbackMakesItTheHeadAndDropsTheWarning() throws IOException {
    save(LOGGED_IN, Optional.empty());
    write("second");
    SavedVersion logout = save(LOGGED_OUT, Optional.empty());

    Version head = fixture.history.rollBack(profile, 2).head().orElseThrow();

    assertThat(head.number()).isEqualTo(3);
    assertThat(head.source()).isEqualTo(new VersionSource.RolledBack(2));
    assertThat(head.manifest()).isEqualTo(logout.version().manifest());
    assertThat(head.withheldWarning()).isEmpty();
    assertThat(head.warnings()).isEmpty();
  }

  @Test
  void theNextLoginOnTopOfALogoutIsTheHead() throws IOException {
    save(LOGGED_IN, Optional.empty());
    write("second");
    SavedVersion logout = save(LOGGED_OUT, Optional.empty());
    SavedVersion again = save(LOGGED_IN, Optional.of(logout.state()));

    assertThat(again.added()).isTrue();
    assertThat(again.headBefore()).contains(1);
    assertThat(head()).contains(again.version());
  }

  @Test
  void nothingNewOnTopOfALogoutStaysOneVersion() throws IOException {
    SavedVersion logout = save(LOGGED_OUT, Optional.empty());
    SavedVersion same = save(LOGGED_OUT, Optional.of(logout.state()));

    assertThat(same.added()).isFalse();
    assertThat(same.version()).isEqualTo(logout.version());
    assertThat(same.warnings())
        .containsExactly(MISSING + "; nothing has changed, so that this is not the head");
    assertThat(same.figures().storedBytes()).isZero();
    assertThat(same.figures().steps()).isPresent();
  }

  @Test
  void nothingNewIsTheHeadOnceNothingIsRequired() throws IOException {
    SavedVersion logout = save(LOGGED_OUT, Optional.empty());
    require();
    SavedVersion same = save(LOGGED_OUT, Optional.of(logout.state()));

    assertThat(same.added()).isTrue();
    assertThat(same.version().number()).isEqualTo(2);
    assertThat(head()).contains(same.version());
  }

  @Test
  void nothingNewIsSavedAgainWhenTheVersionWasDeleted() throws IOException {
    SavedVersion logout = save(LOGGED_OUT, Optional.empty());
    fixture.history.delete(profile, 1);
    SavedVersion same = save(LOGGED_OUT, Optional.of(logout.state()));

    assertThat(same.added()).isTrue();
    assertThat(same.version().number()).isEqualTo(2);
    assertThat(same.version().isWithheld()).isTrue();
  }

  @Test
  void theHeadStaysTheHeadWhenSomethingIsRequiredLater() throws IOException {
    require();
    SavedVersion first = save(LOGGED_OUT, Optional.empty());
    require(new RequiredCookie("example.com", Optional.of("sid")));
    SavedVersion same = save(LOGGED_OUT, Optional.of(first.state()));

    assertThat(same.added()).isFalse();
    assertThat(same.warnings())
        .containsExactly(MISSING + "; nothing has changed, and the head stays");
    assertThat(head()).contains(first.version());
  }

  @Test
  void anExpiredCookieIsNoLogin() throws IOException {
    long now = fixture.clock.instant().getEpochSecond();
    String cookie = LOGGED_IN.replace("\"session\":true", "\"session\":false,\"expires\":%d.5");
    assertThat(save(cookie.formatted(now + 1), Optional.empty()).version().isWithheld()).isFalse();
    assertThat(save(cookie.formatted(now - 1), Optional.empty()).version().isWithheld()).isTrue();
  }

  @Test
  void everyRequirementThatIsMissingIsNamed() throws IOException {
    require(
        new RequiredCookie("example.com", Optional.of("sid")),
        new RequiredCookie("a.example.com", Optional.empty()),
        new RequiredCookie("other.org", Optional.empty()));

    assertThat(save(LOGGED_OUT, Optional.empty()).version().withheld())
        .contains(
            "the profile requires the cookie 'sid' of example.com, and a cookie of other.org,"
                + " which is not there");
  }

  private void require(RequiredCookie... required) {
    fixture.profiles.setRequired(acme, new ProfileReference.ById(profile.id()), List.of(required));
  }

  private void write(String preferences) throws IOException {
    FolderContent.write(folder, "Default/Preferences", preferences.getBytes(UTF_8));
  }

  private SavedVersion save(String cookies, Optional<LoadedVersion> loaded) throws IOException {
    var state = new ProfileState(folder, "156.0.8078.79", new ProfileState.Cookies(cookies, 1, 1));
    var subject = new ProfileSaver.Subject(acme, profile.id(), fixture.ids.session(), state);
    return fixture.saver.save(subject, loaded, Progress.NONE).orElseThrow();
  }

  private Optional<Version> head() {
    return fixture.profiles.find(acme, profile.id()).orElseThrow().head();
  }
}
