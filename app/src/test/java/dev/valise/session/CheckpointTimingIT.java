package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobStore;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SessionState;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.testing.HeldBlobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints beside ends of sessions, and on time. */
@Timeout(200)
final class CheckpointTimingIT {
  @TempDir private Path folder;

  @Test
  void anEndWaitsForTheCheckpointThatGoesOnAndAfterItThereIsNone() throws Exception {
    var held = new AtomicReference<HeldBlobStore>();
    try (SessionFixture fixture = SessionFixture.in(folder, sound -> hold(held, sound))) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);
      CompletableFuture<CheckpointReport> checkpoint =
          CompletableFuture.supplyAsync(() -> fixture.checkpoint(session, profile));
      held.get().awaitCommit();
      CompletableFuture<BrowserSession> end =
          CompletableFuture.supplyAsync(() -> fixture.end(session));

      assertThat(end).isNotCompleted();
      held.get().release();

      assertThat(checkpoint.get(30, TimeUnit.SECONDS).version()).isEqualTo(1);
      BrowserSession ended = end.get(30, TimeUnit.SECONDS);
      assertThat(ended.state()).isEqualTo(SessionState.CLOSED);
      assertThat(ended.ending().orElseThrow().outcome().orElseThrow().warnings()).isEmpty();
      assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(2);
      assertThatThrownBy(() -> fixture.checkpoint(session, profile))
          .isInstanceOf(Refusal.Conflict.class);
    }
  }

  private static BlobStore hold(AtomicReference<HeldBlobStore> held, BlobStore sound) {
    held.set(new HeldBlobStore(sound));
    return held.get();
  }

  @Test
  void periodicCheckpointsComeOnTimeAndKeepNoSessionAlive() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.create(every(30, profile, true));
      fixture.clock.advance(Duration.ofSeconds(29));
      fixture.service.takeDueCheckpoints().join();
      assertThat(fixture.reread(profile).head()).isEmpty();

      fixture.clock.advance(Duration.ofSeconds(1));
      fixture.service.takeDueCheckpoints().join();
      fixture.service.takeDueCheckpoints().join();

      assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(1);
      LastCheckpoint last = fixture.service.sessions().lastCheckpoint(session.id()).orElseThrow();
      assertThat(last.report().orElseThrow().version()).isEqualTo(1);
      fixture.clock.advance(Duration.ofSeconds(35));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.CLOSED);
    }
  }

  @Test
  void aCheckpointThatWasAskedForCountsAsALifeSign() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);
      fixture.clock.advance(Duration.ofSeconds(50));
      fixture.checkpoint(session, profile);
      fixture.clock.advance(Duration.ofSeconds(50));
      fixture.service.endIdle().join();

      assertThat(fixture.find(session).state().ended()).isFalse();
    }
  }

  @Test
  void aBrowserInStandbyIsWokenForOneThatIsAskedFor() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);
      standBy(fixture, session);

      assertThat(fixture.checkpoint(session, profile).version()).isEqualTo(1);

      assertThat(fixture.find(session).state()).isEqualTo(SessionState.RUNNING);
    }
  }

  @Test
  void aBrowserInStandbyIsSavedOnceUntilSomebodyComes() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      BrowserSession session = fixture.create(every(10, fixture.profile("main"), true));
      standBy(fixture, session);
      fixture.clock.advance(Duration.ofSeconds(4));
      fixture.service.takeDueCheckpoints().join();
      Optional<LastCheckpoint> last = fixture.service.sessions().lastCheckpoint(session.id());
      assertThat(last.orElseThrow().report()).isPresent();
      standBy(fixture, session);

      fixture.clock.advance(Duration.ofSeconds(10));
      fixture.service.takeDueCheckpoints().join();

      assertThat(fixture.find(session).state()).isEqualTo(SessionState.STANDBY);
      assertThat(fixture.service.sessions().lastCheckpoint(session.id())).isEqualTo(last);
      fixture.grant(session).attach(() -> {}).close();
      fixture.clock.advance(Duration.ofSeconds(10));
      fixture.service.takeDueCheckpoints().join();
      assertThat(fixture.service.sessions().lastCheckpoint(session.id())).isNotEqualTo(last);
    }
  }

  private static void standBy(SessionFixture fixture, BrowserSession session) {
    fixture.clock.advance(Duration.ofSeconds(6));
    fixture.service.endIdle().join();
    assertThat(fixture.find(session).state()).isEqualTo(SessionState.STANDBY);
  }

  @Test
  void periodicCheckpointsNeedSomethingToSaveInto() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      Profile profile = fixture.profile("main");

      assertThatThrownBy(() -> fixture.create(every(30, profile, false)))
          .isInstanceOf(Refusal.Invalid.class)
          .hasMessageContaining("save_changes");
      assertThat(fixture.catalog.sessions().unfinished()).isEmpty();
    }
  }

  private static CreateRequest every(int seconds, Profile profile, boolean saveChanges) {
    return new CreateRequest(
        Optional.empty(),
        Map.of(),
        Optional.of(new ProfileUse(new ProfileReference.ById(profile.id()), saveChanges)),
        new BrowserSettings(true, false, Optional.empty(), Optional.empty(), Optional.of(seconds)),
        Optional.empty(),
        Duration.ofSeconds(60));
  }
}
