package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.Progress;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionState;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileState;
import dev.valise.testing.Await;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that fail, and profiles that are not what they were. */
final class FailedSaveIT {
  @TempDir private Path folder;
  private SessionFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = SessionFixture.in(folder);
  }

  @AfterEach
  void stop() {
    fixture.blobs.heal();
    fixture.close();
  }

  @Test
  void aFullDiskLosesNothingAndTheNextTrySaves() throws Exception {
    try (LoginSite site = LoginSite.start()) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);
      try (Tab tab = Tab.open(fixture.devTools(session), site.url())) {
        tab.evaluate("login('s3')");
      }
      fixture.blobs.failAllAfter(0);

      assertThatThrownBy(() -> fixture.end(session))
          .isInstanceOf(Refusal.StateNotSaved.class)
          .hasMessageContaining("No space left")
          .hasMessageContaining("tried again");
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.SAVING);
      assertThat(fixture.reread(profile).head()).isEmpty();

      fixture.blobs.heal();
      SaveOutcome outcome = fixture.end(session).ending().orElseThrow().outcome().orElseThrow();
      assertThat(outcome.version()).contains(1);
      try (Tab tab = Tab.open(fixture.devTools(fixture.open(profile, false)), site.url())) {
        assertThat(tab.evaluate("state()")).isEqualTo(LoginSite.loggedIn("s3"));
      }
    }
  }

  @Test
  void aFailedSaveIsTriedAgainByItselfLessAndLessOften() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    fixture.blobs.failAllAfter(0);
    assertThatThrownBy(() -> fixture.end(session)).isInstanceOf(Refusal.StateNotSaved.class);
    assertThat(fixture.service.sessions().saveFailure(session.id()).orElseThrow())
        .contains("No space left");
    fixture.service.endIdle().join();

    fixture.clock.advance(Duration.ofSeconds(5));
    fixture.service.endIdle().exceptionally(_ -> null).join();
    assertThat(fixture.service.sessions().saveFailure(session.id())).isPresent();
    fixture.service.endIdle().join();
    fixture.blobs.heal();
    fixture.clock.advance(Duration.ofSeconds(29));
    fixture.service.endIdle().join();
    assertThat(fixture.find(session).state()).isEqualTo(SessionState.SAVING);

    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.service.endIdle().join();
    // The watch itself may have been faster.
    Await.until("it is saved", () -> fixture.find(session).state() == SessionState.CLOSED);
    BrowserSession ended = fixture.find(session);
    assertThat(ended.ending().orElseThrow().reason()).isEqualTo("deleted");
    assertThat(fixture.service.sessions().saveFailure(session.id())).isEmpty();
    assertThat(fixture.reread(profile).head()).isPresent();
  }

  @Test
  void aFailedSaveIsTriedAgainOnDemand() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    String id = session.id().value();
    assertThatThrownBy(() -> fixture.service.sessions().retrySave(fixture.organisation, id))
        .isInstanceOf(Refusal.Conflict.class);
    fixture.blobs.failAllAfter(0);
    assertThatThrownBy(() -> fixture.end(session)).isInstanceOf(Refusal.StateNotSaved.class);
    assertThatThrownBy(() -> fixture.service.sessions().retrySave(fixture.organisation, id))
        .isInstanceOf(Refusal.StateNotSaved.class);
    fixture.blobs.heal();
    BrowserSession saved = fixture.service.sessions().retrySave(fixture.organisation, id);
    assertThat(saved.state()).isEqualTo(SessionState.CLOSED);
    assertThat(fixture.reread(profile).head()).isPresent();
  }

  @Test
  void aDamagedProfileStartsNoBrowserAndLeavesNothing() throws Exception {
    Profile profile = fixture.profile("main");
    fixture.end(fixture.open(profile, true));
    var pack =
        new BlobKey(
            fixture.catalog.versions().blobs(profile.id(), 1).stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow());
    fixture.blobs.flip(pack, 100, 1);

    // What lies in the folder of the last session is sound and would do.
    fixture.checkouts.wipe(profile.id());

    assertThatThrownBy(() -> fixture.open(profile, true))
        .isInstanceOf(Refusal.StateUnreadable.class)
        .hasMessageContaining("damaged");

    assertThat(folder.resolve("checkouts")).isEmptyDirectory();
    assertThat(fixture.catalog.sessions().unfinished()).isEmpty();
    assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void aProfileOfANewerBrowserIsRefusedWithBothVersions() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    fixture.end(session);
    addVersion(profile, session, "9999.0.1.2");

    assertThatThrownBy(() -> fixture.open(profile, false))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("9999.0.1.2")
        .hasMessageMatching("(?s).*installed here.*");
    assertThat(fixture.catalog.sessions().unfinished()).isEmpty();
  }

  @Test
  void aProfileThatWasDeletedMeanwhileIsNotSavedAndTheOutcomeSaysSo() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    fixture.profiles.delete(fixture.organisation, new ProfileReference.ById(profile.id()));

    BrowserSession ended = fixture.end(session);

    assertThat(ended.state()).isEqualTo(SessionState.FAILED);
    assertThat(ended.ending().orElseThrow().outcome().orElseThrow().failure())
        .hasValueSatisfying(failure -> assertThat(failure).contains("deleted"));
  }

  @Test
  void whatWasAddedMeanwhileIsNotOverwrittenUnnoticed() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    addVersion(profile, session, "1.0.0.0");

    SaveOutcome outcome = fixture.end(session).ending().orElseThrow().outcome().orElseThrow();

    assertThat(outcome.version()).contains(2);
    assertThat(outcome.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("version 1 was added"));
    assertThat(fixture.catalog.versions().find(profile.id(), 1)).isPresent();
  }

  /** By nobody who would need a lease. */
  private void addVersion(Profile profile, BrowserSession session, String browserVersion)
      throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    fixture.saver.save(
        new ProfileSaver.Subject(
            fixture.organisation,
            profile.id(),
            session.id(),
            new ProfileState(state, browserVersion, ProfileState.Cookies.NONE)),
        Optional.empty(),
        Progress.NONE);
  }
}
