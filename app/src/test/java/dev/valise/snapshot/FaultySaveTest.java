package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.FaultyBlobStore.Trouble;
import dev.valise.testing.FolderContent;
import dev.valise.testing.LiveThreads;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong in any one call of a save: there is no snapshot that is not durable, nothing
 * stays open, the version before is as it was, and the next save goes through.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultySaveTest {
  private final Seed seed = Seed.fresh("FaultySaveTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private SavedSnapshot old;
  private SortedMap<String, String> oldContent;

  FaultySaveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void anOldSnapshotAndAFolderThatHasChanged() throws IOException {
    FolderContent.write(folder, "Default/Cookies", seed.bytes(50_000));
    FolderContent.write(folder, "Default/kept", seed.bytes(10_000));
    old = fixture.save(folder);
    oldContent = FolderContent.of(folder);
    FolderContent.write(folder, "Default/Cookies", seed.bytes(50_001));
    FolderContent.write(folder, "Default/History", seed.bytes(3 * PackWriter.SEGMENT_BYTES));
  }

  @ParameterizedTest
  @EnumSource
  void aSave(Trouble trouble, @TempDir Path dumps) throws IOException {
    int calls = calls();
    assertThat(calls).as("reads of the base, uploads, writes, commits").isGreaterThan(8);
    for (int nth = 1; nth <= calls; nth++) {
      String how = "call %s of %s %s".formatted(nth, calls, trouble);
      fixture.faulty.trouble(nth, trouble);
      assertSavedOrNot(trouble, how);
      fixture.faulty.heal();
      assertThat(fixture.faulty.openUploads()).as("uploads left open when %s", how).isZero();
      assertThat(fixture.read(old.manifest())).as("the old one when %s", how).isEqualTo(oldContent);
    }
    assertThat(LiveThreads.awaitNoneIn("dev.valise.snapshot", dumps)).isEmpty();
    assertThat(fixture.faulty.writesTooLate()).isZero();
    assertWhole(save());
  }

  /** Such as a disk that cannot be read: what is on its way to the store must not be in the air. */
  @Test
  void aFailureThatIsNotTheStores(@TempDir Path dumps) throws IOException {
    for (int write = 1; write <= 6; write++) {
      fixture.faulty.trouble(write, Trouble.DELAYS);
      SaveRequest request =
          fixture
              .request(folder)
              .telling((files, _, allFiles, _) -> {
                if (files == allFiles) {
                  throw new IllegalStateException("told to fail");
                }
              });
      assertThatThrownBy(() -> fixture.store.save(request)).hasMessage("told to fail");
      assertThat(fixture.faulty.openUploads()).isZero();
    }
    assertThat(LiveThreads.awaitNoneIn("dev.valise.snapshot", dumps)).isEmpty();
    assertThat(fixture.faulty.writesTooLate()).isZero();
  }

  private void assertSavedOrNot(Trouble trouble, String how) throws IOException {
    switch (trouble) {
      case FAILS, LOSES_ITS_ANSWER ->
          assertThatThrownBy(this::save)
              .as(how)
              .isInstanceOf(IOException.class)
              .hasMessageContaining("was told to");
      case RUNS_OUT_OF_MEMORY ->
          assertThatThrownBy(this::save)
              .as(how)
              .isInstanceOf(OutOfMemoryError.class)
              .hasMessageContaining("was told to");
      case DELAYS -> assertWhole(save());
      case TRUNCATES, FLIPS_A_BIT -> assertWholeOrDamaged(how);
    }
  }

  /** Only reads are spoilt, and of the base the manifest is all that a save reads. */
  private void assertWholeOrDamaged(String how) throws IOException {
    SavedSnapshot saved;
    try {
      saved = save();
    } catch (DamagedSnapshotException e) {
      assertThat(e).as(how).hasMessageContaining(old.manifest().value());
      return;
    }
    fixture.faulty.heal();
    assertWhole(saved);
  }

  private SavedSnapshot save() throws IOException {
    return fixture.save(folder, new Base(fixture.open(old.manifest()), Optional.empty()));
  }

  private void assertWhole(SavedSnapshot saved) throws IOException {
    assertThat(saved.written())
        .allSatisfy(blob -> assertThat(fixture.stored(blob.key())).hasSize((int) blob.size()));
    assertThat(fixture.read(saved.manifest())).isEqualTo(FolderContent.of(folder));
  }

  private int calls() throws IOException {
    fixture.faulty.failAllAfter(Integer.MAX_VALUE);
    assertWhole(save());
    fixture.faulty.failAllAfter(Integer.MAX_VALUE);
    save();
    return fixture.faulty.operations();
  }
}
