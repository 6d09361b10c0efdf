package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSession.Load;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SessionFilter;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers on versions that are not the head. */
final class OlderVersionIT {
  @TempDir private Path folder;
  private SessionFixture fixture;
  private LoginSite site;
  private Profile profile;

  @BeforeEach
  void aProfileWithTwoLogins() throws Exception {
    fixture = SessionFixture.in(folder);
    site = LoginSite.start();
    profile = fixture.profile("main");
    for (String user : new String[] {"s1", "s2"}) {
      BrowserSession session = fixture.open(profile, true);
      evaluate(session, "login('" + user + "')");
      fixture.end(session);
    }
  }

  @AfterEach
  void stop() {
    fixture.close();
    site.close();
  }

  @Test
  void oneAfterTheOtherEachHasTheLoginOfItsVersion() throws Exception {
    for (int version : new int[] {1, 2, 1}) {
      BrowserSession session = fixture.create(use(version, false));
      assertThat(session.load()).contains(new Load(profile.id(), Optional.of(version), false));
      assertThat(evaluate(session, "state()")).isEqualTo(LoginSite.loggedIn("s" + version));
      fixture.end(session);
    }
    assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void whatCannotBeLoadedLeavesNoSession() {
    assertThatThrownBy(() -> fixture.create(use(1, true)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("roll back to it or fork it");
    assertThatThrownBy(() -> fixture.create(use(3, false))).isInstanceOf(Refusal.NotFound.class);

    var active = new SessionFilter(SessionFilter.Status.ACTIVE, Optional.empty(), Map.of());
    assertThat(
            fixture
                .service
                .sessions()
                .list(fixture.organisation, active, new Page.Window(5, 0))
                .items())
        .isEmpty();
  }

  @Test
  void theHeadMayBeNamedAndSaved() {
    fixture.end(fixture.create(use(2, true)));

    assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void aSessionOfAProfileThatIsDeletedMeanwhileLeavesNothing() {
    BrowserSession session = fixture.create(use(1, false));
    fixture.profiles.delete(fixture.organisation, new ProfileReference.ById(profile.id()));
    fixture.end(session);

    assertThat(folder.resolve("warm")).isEmptyDirectory();
    assertThat(folder.resolve("checkouts")).isEmptyDirectory();
  }

  private Optional<ProfileUse> use(int version, boolean saveChanges) {
    var reference = new ProfileReference.ById(profile.id());
    return Optional.of(new ProfileUse(reference, Optional.of(version), saveChanges));
  }

  private String evaluate(BrowserSession session, String expression) throws Exception {
    try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
      return tab.evaluate(expression);
    }
  }
}
