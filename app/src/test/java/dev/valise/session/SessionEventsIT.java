package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.event.EventType;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.HappenedEvents.Happened;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of sessions that do not go well. */
final class SessionEventsIT {
  @TempDir private Path folder;

  @Test
  void aFailedSaveIsToldEachTimeAndThenTheOneThatWorks() throws Exception {
    FaultyBlobStore[] blobs = new FaultyBlobStore[1];
    try (var fixture =
        SessionFixture.in(
            folder,
            sound -> {
              blobs[0] = new FaultyBlobStore(sound);
              return blobs[0];
            })) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);
      blobs[0].failAllAfter(0);
      assertThatThrownBy(() -> fixture.end(session)).isInstanceOf(Refusal.StateNotSaved.class);
      blobs[0].heal();
      fixture.end(session);

      assertThat(fixture.events.types())
          .containsExactly(
              EventType.PROFILE_CREATED,
              EventType.SESSION_STARTED,
              EventType.SAVE_FAILED,
              EventType.SAVE_FINISHED,
              EventType.SESSION_ENDED);
      Happened failed = fixture.events.all().get(2);
      assertThat(failed.organisation()).isEqualTo(fixture.organisation);
      assertThat(failed.profile()).contains(profile.id());
      assertThat(failed.detail())
          .containsEntry("session_id", session.id().value())
          .containsEntry("retained", "true")
          .hasEntrySatisfying("failure", failure -> assertThat(failure).contains("No space left"));
      assertThat(fixture.events.all().get(3).detail())
          .containsEntry("version", "1")
          .containsEntry("status", "saved")
          .containsKeys("files", "bytes", "stored_bytes", "cookies", "origins", "duration_ms");
    }
  }

  @Test
  void aSessionWithoutAProfileHasNoSave() throws Exception {
    try (var fixture = SessionFixture.in(folder)) {
      fixture.end(fixture.create(Optional.empty()));
      assertThat(fixture.events.types())
          .containsExactly(EventType.SESSION_STARTED, EventType.SESSION_ENDED);
      assertThat(fixture.events.all().getLast().detail())
          .containsEntry("reason", "deleted")
          .containsEntry("state", "closed");
    }
  }
}
