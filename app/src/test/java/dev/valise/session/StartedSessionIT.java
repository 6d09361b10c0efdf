package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.SessionState;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartedSessionIT {
  @TempDir private Path folder;

  /** A server that finds it starting takes its folder for half a checkout, and discards it. */
  @Test
  void aSessionThatWasAnsweredIsRunningInTheCatalog() throws Exception {
    try (SessionFixture fixture = SessionFixture.in(folder)) {
      BrowserSession session = fixture.create(Optional.empty());

      BrowserSession stored =
          fixture.catalog.sessions().find(fixture.organisation, session.id()).orElseThrow();

      assertThat(stored.state()).isEqualTo(SessionState.RUNNING);
    }
  }
}
