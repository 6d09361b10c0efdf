package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.SaveOutcome;
import dev.valise.testing.HeldBlobStore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SaveProgressIT {
  @TempDir private Path folder;
  private SessionFixture fixture;
  private @Nullable HeldBlobStore blobs;

  @BeforeEach
  void start() throws Exception {
    fixture =
        SessionFixture.in(
            folder,
            store -> {
              blobs = new HeldBlobStore(store);
              return blobs;
            });
  }

  @AfterEach
  void stop() {
    blobs().release();
    fixture.close();
  }

  private HeldBlobStore blobs() {
    return Objects.requireNonNull(blobs);
  }

  @Test
  void isToldWhileASaveGoesOnAndNotBeforeOrAfter() throws Exception {
    BrowserSessions sessions = fixture.service.sessions();
    BrowserSession session = fixture.open(fixture.profile("main"), true);
    assertThat(sessions.saveProgress(session.id())).isEmpty();

    var ending = CompletableFuture.supplyAsync(() -> fixture.end(session));
    blobs().awaitCommit();
    SaveProgress progress = sessions.saveProgress(session.id()).orElseThrow();
    assertThat(progress.files()).isPositive().isLessThanOrEqualTo(progress.allFiles());
    assertThat(progress.bytes()).isPositive().isLessThanOrEqualTo(progress.allBytes());

    blobs().release();
    SaveOutcome outcome = ending.join().ending().orElseThrow().outcome().orElseThrow();
    assertThat(progress.allFiles()).isEqualTo(outcome.figures().orElseThrow().files());
    assertThat(sessions.saveProgress(session.id())).isEmpty();
  }
}
