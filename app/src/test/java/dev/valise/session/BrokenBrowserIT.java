package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ProcessIdentity;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SessionState;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Chromium that works until it does not start any more. */
final class BrokenBrowserIT {
  @TempDir private Path folder;
  private Path broken;
  private SessionFixture fixture;

  @BeforeEach
  void start() throws IOException {
    broken = folder.resolve("broken");
    Path script =
        Files.createFile(
            folder.resolve("chromium"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ -e '%s' ] && { echo 'cannot open display of the moon' >&2; exit 7; }
        exec '%s' "$@"
        """
            .formatted(broken, ChromiumInstallation.find(System.getenv()).executable()));
    fixture = SessionFixture.in(Files.createDirectory(folder.resolve("data")), script);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aStartThatFailsLeavesNothing() throws Exception {
    Profile profile = fixture.profile("main");
    fixture.end(fixture.open(profile, true));
    Files.createFile(broken);

    assertThatThrownBy(() -> fixture.open(profile, true))
        .isInstanceOfSatisfying(
            Refusal.BrowserFailed.class,
            failed -> {
              assertThat(failed.output()).contains("cannot open display of the moon");
              assertThat(failed).hasMessageContaining("exit code 7");
            });
    assertThat(folder.resolve("data/checkouts")).isEmptyDirectory();
    assertThat(fixture.catalog.sessions().unfinished()).isEmpty();
  }

  @Test
  void aStateThatNoBrowserOpensIsNotSavedAndTheSessionStillEnds() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    Files.createFile(broken);
    kill(session);

    // Who asks for its end tries to open it as well; three times are enough, whoever tries.
    BrowserSession ended = fixture.find(session);
    for (int attempt = 1; !ended.state().ended(); attempt++) {
      assertThat(attempt).isLessThanOrEqualTo(3);
      try {
        ended = fixture.end(session);
      } catch (Refusal.StateNotSaved notYet) {
        assertThat(notYet).hasMessageContaining("does not open its folder");
      }
    }

    assertFailedAndKept(ended);
    assertThat(fixture.reread(profile).head()).isEmpty();
  }

  @Test
  void aBrowserThatDoesNotComeUpAgainFailsItsSessionAndItsFolderIsKept() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession session = fixture.open(profile, true);
    Files.createFile(broken);
    kill(session);

    assertThatThrownBy(() -> fixture.grant(session).devTools()).isInstanceOf(IOException.class);

    assertFailedAndKept(fixture.end(session));
    Files.delete(broken);
    fixture.end(fixture.open(profile, true));
    assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(1);
  }

  private void assertFailedAndKept(BrowserSession ended) {
    assertThat(ended.state()).isEqualTo(SessionState.FAILED);
    assertThat(ended.ending().orElseThrow().outcome().orElseThrow().failure())
        .hasValueSatisfying(failure ->
            assertThat(failure)
                .contains("does not open its folder any more")
                .contains("unsaved/")
                .contains("cannot open display of the moon"));
    assertThat(folder.resolve("data/checkouts")).isEmptyDirectory();
    assertThat(folder.resolve("data/unsaved").resolve(ended.id().value()).resolve("Default"))
        .isDirectory();
  }

  @Test
  void aLoadThatFailsEndsTheSessionAndLeavesTheProfile() throws Exception {
    Profile profile = fixture.profile("main");
    fixture.end(fixture.open(profile, true));
    BrowserSession session = fixture.create(Optional.empty());
    Files.createFile(broken);

    assertThatThrownBy(() -> load(session, profile)).isInstanceOf(Refusal.BrowserFailed.class);

    assertThat(fixture.find(session).state()).isEqualTo(SessionState.FAILED);
    assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(1);
    assertThat(folder.resolve("data/checkouts")).isEmptyDirectory();
  }

  private void load(BrowserSession session, Profile profile) {
    var use = new ProfileUse(new ProfileReference.ById(profile.id()), true);
    fixture
        .service
        .sessions()
        .update(
            fixture.organisation,
            session.id().value(),
            new UpdateRequest(Optional.empty(), Optional.empty(), Optional.of(use)));
  }

  private void kill(BrowserSession session) throws Exception {
    long pid = ProcessIdentity.parse(fixture.find(session).process().orElseThrow()).pid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(20, TimeUnit.SECONDS);
  }
}
