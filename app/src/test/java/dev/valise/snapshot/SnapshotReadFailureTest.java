package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FaultyBlobStore.Operation;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that cannot be read now is not a damaged one, and nobody waits for it for ever. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnapshotReadFailureTest {

  /** One for the header of the pack, one for each of its segments. */
  private static final int PARTS_READ = 1 + 3;

  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private BlobKey saved;

  SnapshotReadFailureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aSnapshotOfThreeSegments() throws IOException {
    byte[] random = Seed.fresh("SnapshotReadFailureTest").bytes(3 * PackWriter.SEGMENT_BYTES);
    FolderContent.write(folder, "Default/History", random);
    saved = fixture.save(folder).manifest();
  }

  @Test
  void aReadThatFailsIsToldAsItIs() throws IOException {
    for (int nth = 1; nth <= PARTS_READ; nth++) {
      fixture.faulty.failOnce(Operation.READ_PART, nth);
      assertThatThrownBy(() -> fixture.read(saved))
          .as("part %s", nth)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedSnapshotException.class)
          .hasStackTraceContaining("READ_PART was told to fail");
    }
    fixture.faulty.failOnce(Operation.READ, 1);
    assertThatThrownBy(() -> fixture.read(saved)).hasMessage("READ was told to fail");

    assertThat(fixture.read(saved)).as("next time").isEqualTo(FolderContent.of(folder));
  }

  @Test
  void aReadThatRunsOutOfMemoryEnds() throws IOException {
    for (int nth = 1; nth <= PARTS_READ; nth++) {
      fixture.faulty.runOutOfMemoryOnce(Operation.READ_PART, nth);
      assertThatThrownBy(() -> fixture.read(saved))
          .as("part %s", nth)
          .hasStackTraceContaining("READ_PART was told to fail");
    }
    assertThat(fixture.read(saved)).as("next time").isEqualTo(FolderContent.of(folder));
  }
}
