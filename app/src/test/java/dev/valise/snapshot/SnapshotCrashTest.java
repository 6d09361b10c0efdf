package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FaultyBlobStore.Operation;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A save that is cut off anywhere says so and leaves what was there. It may leave blobs that no one
 * names, a manifest without its pack among them: both are written at the same time.
 */
class SnapshotCrashTest {
  private final Seed seed = Seed.fresh("SnapshotCrashTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private BlobKey old;
  private SortedMap<String, String> oldContent;

  SnapshotCrashTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void anOldSnapshotAndANewFolder() throws IOException {
    FolderContent.write(folder, "Default/Cookies", seed.bytes(100));
    old = fixture.save(folder).manifest();
    oldContent = FolderContent.of(folder);
    FolderContent.write(folder, "Default/Cookies", seed.bytes(101));
    FolderContent.write(folder, "Default/History", seed.bytes(3 * PackWriter.SEGMENT_BYTES));
  }

  @Test
  void afterEveryOperationTheStoreMayDie() throws IOException {
    int operations = operationsOfASave();
    assertThat(operations).as("uploads, writes, commits").isGreaterThan(8);
    for (int sound = 0; sound < operations; sound++) {
      fixture.faulty.failAllAfter(sound);
      assertNothingSaved("all operations fail after " + sound);
    }
    assertASaveGoesThrough();
  }

  @Test
  void anyOneOperationMayFail() throws IOException {
    for (Operation operation : List.of(Operation.UPLOAD, Operation.WRITE, Operation.COMMIT)) {
      for (int nth = 1; nth <= 2; nth++) {
        fixture.faulty.failOnce(operation, nth);
        assertNothingSaved("operation %s no. %s fails".formatted(operation, nth));
      }
    }
    assertASaveGoesThrough();
  }

  private void assertNothingSaved(String how) throws IOException {
    assertThatThrownBy(() -> fixture.save(folder)).as(how).isInstanceOf(IOException.class);
    fixture.faulty.heal();

    assertThat(fixture.faulty.openUploads()).as("uploads left open when %s", how).isZero();
    assertThat(fixture.read(old)).as("the old snapshot when %s", how).isEqualTo(oldContent);
  }

  private void assertASaveGoesThrough() throws IOException {
    assertThat(fixture.read(fixture.save(folder).manifest())).isEqualTo(FolderContent.of(folder));
    assertThat(fixture.read(old)).isEqualTo(oldContent);
  }

  private int operationsOfASave() throws IOException {
    var rehearsal = new SnapshotFixture();
    rehearsal.save(folder);
    return rehearsal.faulty.operations();
  }
}
