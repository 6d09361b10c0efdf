package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.FaultyBlobStore.Trouble;
import dev.valise.testing.FolderContent;
import dev.valise.testing.FolderTree;
import dev.valise.testing.LiveThreads;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong in any one call of a checkout: it is told, or the folder is whole. Never is a
 * part of a profile taken for all of it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyCheckoutTest {
  private final Seed seed = Seed.fresh("FaultyCheckoutTest");
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path live;
  private final Path restored;
  private SavedSnapshot first;
  private SavedSnapshot second;
  private SortedMap<String, String> secondTree;

  FaultyCheckoutTest(@TempDir Path temporary) {
    this.live = temporary.resolve("live");
    this.restored = temporary.resolve("restored");
  }

  /** Two manifests and two packs, and enough files for more than one writer. */
  @BeforeEach
  void twoSnapshots() throws IOException {
    FolderContent.write(live, "Default/History", seed.bytes(2 * PackWriter.SEGMENT_BYTES));
    for (int i = 0; i < 100; i++) {
      FolderContent.write(live, "Default/small/" + i, seed.bytes(10 + i));
    }
    first = fixture.save(live);
    FolderContent.write(live, "Default/Cookies", seed.bytes(PackWriter.SEGMENT_BYTES));
    FolderContent.write(live, "Default/small/7", seed.bytes(3_000));
    second = fixture.save(live, SnapshotFixture.base(first));
    secondTree = FolderTree.of(live);
  }

  @ParameterizedTest
  @EnumSource
  void intoAnEmptyFolder(Trouble trouble, @TempDir Path dumps) throws IOException {
    int calls = calls(Optional.empty());
    for (int nth = 1; nth <= calls; nth++) {
      PrivateFiles.deleteTree(restored);
      assertWholeOrTold(nth, trouble, Optional.empty());
    }
    assertThat(LiveThreads.awaitNoneIn("dev.valise.snapshot", dumps)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void fromTheVersionBefore(Trouble trouble, @TempDir Path dumps) throws IOException {
    int calls = calls(Optional.of(checkOutFirst()));
    for (int nth = 1; nth <= calls; nth++) {
      PrivateFiles.deleteTree(restored);
      Base before = checkOutFirst();
      if (!assertWholeOrTold(nth, trouble, Optional.of(before))) {
        checkOutSecond(Optional.of(before));
        assertThat(FolderTree.of(restored)).as("again after call %s", nth).isEqualTo(secondTree);
      }
    }
    assertThat(LiveThreads.awaitNoneIn("dev.valise.snapshot", dumps)).isEmpty();
  }

  private Base checkOutFirst() throws IOException {
    CheckoutRecord record = fixture.checkOut(first.manifest(), restored);
    return new Base(fixture.open(first.manifest()), Optional.of(record));
  }

  private void checkOutSecond(Optional<Base> base) throws IOException {
    fixture.open(second.manifest()).checkOut(restored, base);
  }

  private int calls(Optional<Base> base) throws IOException {
    fixture.faulty.failAllAfter(Integer.MAX_VALUE);
    checkOutSecond(base);
    int calls = fixture.faulty.operations();
    assertThat(calls).as("manifests, headers and segments of packs").isGreaterThan(3);
    return calls;
  }

  /** Returns whether the folder is whole. */
  private boolean assertWholeOrTold(int nth, Trouble trouble, Optional<Base> base)
      throws IOException {
    String how = "call %s %s, %s".formatted(nth, trouble, seed);
    fixture.faulty.trouble(nth, trouble);
    Throwable told = catchThrowable(() -> checkOutSecond(base));
    fixture.faulty.heal();
    if (told == null) {
      // Opening a snapshot reads its manifest for the index alone: the tree may be spoilt then.
      assertThat(trouble).as(how).isIn(Trouble.DELAYS, Trouble.TRUNCATES, Trouble.FLIPS_A_BIT);
      assertThat(FolderTree.of(restored)).as(how).isEqualTo(secondTree);
      return true;
    }
    switch (trouble) {
      case FAILS, LOSES_ITS_ANSWER ->
          assertThat(told)
              .as(how)
              .isInstanceOf(IOException.class)
              .isNotInstanceOf(DamagedSnapshotException.class)
              .hasMessageContaining("was told to");
      case RUNS_OUT_OF_MEMORY -> assertThat(told).as(how).isInstanceOf(OutOfMemoryError.class);
      case TRUNCATES, FLIPS_A_BIT ->
          assertThat(told)
              .as(how)
              .isInstanceOf(DamagedSnapshotException.class)
              .message()
              .containsAnyOf(second.blobs().stream().map(Object::toString).toArray(String[]::new));
      case DELAYS -> throw new AssertionError(how, told);
    }
    return false;
  }
}
