package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.model.BrowserSession;
import dev.valise.model.Name;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.session.UpdateRequest.NameChange;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that come into browsers that run already, and other changes of running sessions. */
final class LoadedProfileIT {
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
  void aBrowserWithoutAProfileTakesOneAndSavesIt() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession first = fixture.open(profile, true);
    evaluate(first, "login('s4')");
    fixture.end(first);
    BrowserSession session = fixture.create(Optional.empty());
    assertThat(evaluate(session, "state()")).isEqualTo(LoginSite.loggedOut());
    DevToolsEndpoint before = fixture.devTools(session);

    update(session, load(profile, true));

    assertThat(fixture.devTools(session)).isNotEqualTo(before);
    assertThat(evaluate(session, "state()")).isEqualTo(LoginSite.loggedIn("s4"));
    fixture.end(session);
    assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void aBrowserWithAProfileTakesNoOther() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, false);
    DevToolsEndpoint before = fixture.devTools(session);

    assertThatThrownBy(() -> update(session, load(fixture.profile("other"), false)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("already");
    assertThat(fixture.devTools(session)).isEqualTo(before);
    assertThat(fixture.find(session).load().orElseThrow().profile()).isEqualTo(profile.id());
  }

  @Test
  void whatIsRefusedChangesNothing() throws Exception {
    BrowserSession taken = fixture.create(Optional.empty());
    update(taken, name("taken"));
    BrowserSession session = fixture.create(Optional.empty());
    DevToolsEndpoint before = fixture.devTools(session);
    Profile profile = fixture.profile("main");

    var change =
        new UpdateRequest(
            Optional.of(new NameChange(Optional.of(new Name("taken")))),
            Optional.of(Map.of("team", "a")),
            Optional.of(new ProfileUse(new ProfileReference.ById(profile.id()), true)));
    assertThatThrownBy(() -> update(session, change)).isInstanceOf(Refusal.Conflict.class);

    assertThat(fixture.devTools(session)).isEqualTo(before);
    assertThat(fixture.find(session)).isEqualTo(session);
  }

  @Test
  void aRenameOfTheProfileLosesNothing() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    evaluate(session, "login('s5')");

    fixture.profiles.rename(
        fixture.organisation, new ProfileReference.ByName("main"), new Name("renamed"));
    fixture.end(session);

    BrowserSession next = fixture.open(fixture.reread(profile), false);
    assertThat(evaluate(next, "state()")).isEqualTo(LoginSite.loggedIn("s5"));
  }

  private void update(BrowserSession session, UpdateRequest request) {
    fixture.service.sessions().update(fixture.organisation, session.id().value(), request);
  }

  private static UpdateRequest load(Profile profile, boolean saveChanges) {
    return new UpdateRequest(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new ProfileUse(new ProfileReference.ById(profile.id()), saveChanges)));
  }

  private static UpdateRequest name(String name) {
    return new UpdateRequest(
        Optional.of(new NameChange(Optional.of(new Name(name)))),
        Optional.empty(),
        Optional.empty());
  }

  private String evaluate(BrowserSession session, String expression) throws Exception {
    try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
      return tab.evaluate(expression);
    }
  }
}
