package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that nobody uses. */
final class IdleTimeoutIT {
  @TempDir private Path folder;

  @Test
  void aSessionWithoutClientsIsSavedAndEndsOnceItsTimeIsOver() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      Profile profile = fixture.profile("main");
      BrowserSession session = fixture.open(profile, true);

      fixture.clock.advance(Duration.ofSeconds(59));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.RUNNING);

      fixture.clock.advance(Duration.ofSeconds(1));
      fixture.service.endIdle().join();
      BrowserSession ended = fixture.find(session);
      assertThat(ended.state()).isEqualTo(SessionState.CLOSED);
      assertThat(ended.ending().orElseThrow().reason()).contains("timed out");
      assertThat(fixture.reread(profile).head().orElseThrow().number()).isEqualTo(1);
    }
  }

  @Test
  void theTimeCountsFromWhenTheLastClientLeft() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      BrowserSession session = fixture.open(fixture.profile("main"), false);
      CdpAccess.Attachment one = fixture.grant(session).attach(() -> {});
      CdpAccess.Attachment other = fixture.grant(session).attach(() -> {});

      fixture.clock.advance(Duration.ofHours(1));
      one.close();
      fixture.clock.advance(Duration.ofHours(1));
      other.close();
      other.close();
      fixture.clock.advance(Duration.ofSeconds(59));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.RUNNING);

      fixture.clock.advance(Duration.ofSeconds(1));
      fixture.service.endIdle().join();
      assertThat(fixture.find(session).state()).isEqualTo(SessionState.CLOSED);
    }
  }
}
