package dev.valise.upkeep;

import static dev.valise.upkeep.SavedProfile.BLOCK;
import static dev.valise.upkeep.StoreFixture.DAY;
import static dev.valise.upkeep.StoreFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.BlobRecords.InReview;
import dev.valise.snapshot.DamagedSnapshotException;
import dev.valise.testing.Seed;
import dev.valise.upkeep.GarbageProgress.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepackTest {
  private final Random random = Seed.fresh("RepackTest").random();
  private StoreFixture store;
  private SavedProfile profile;
  private String firstPack;

  /** Ten files in the first pack; each version then replaces one of them. */
  @BeforeEach
  void tenFiles(@TempDir Path data, @TempDir Path folder) throws Exception {
    store = new StoreFixture(data);
    profile = store.profile(folder);
    for (int file = 0; file < 10; file++) {
      profile.write("f" + file, 10 * BLOCK, random);
    }
    firstPack = profile.packs(profile.save().number()).getFirst();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Replaces files, a version each. */
  private void replace(int from, int to) throws IOException {
    for (int file = from; file < to; file++) {
      profile.write("f" + file, 10 * BLOCK, random);
      profile.save();
    }
  }

  @Test
  void aPackOfWhichLessThanHalfIsNeededIsRewritten() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    List<String> before = profile.packs(7);
    long size = store.catalog.blobs().sizes(List.of(firstPack)).getOrDefault(firstPack, 0L);

    GarbageReport report = store.collect(DAY);
    assertThat(report.versions()).isEqualTo(1);
    assertThat(report.repacked().packs()).isEqualTo(1);
    assertThat(report.repacked().versions()).isEqualTo(1);
    assertThat(report.repacked().bytesBefore()).isEqualTo(size);
    assertThat(report.repacked().bytesAfter()).isBetween(size * 2 / 5 - 999, size * 2 / 5 + 999);
    assertThat(profile.packs(7)).doesNotContain(firstPack).hasSize(before.size());
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.keys()).as("for those who read it").contains(firstPack);

    store.clock.advance(Duration.ofDays(1));
    assertThat(store.collect(DAY).freedBytes()).isGreaterThan(size);
    assertThat(store.keys()).doesNotContain(firstPack).isEqualTo(store.needed());
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.collect(DAY).isIdle()).isTrue();
  }

  @Test
  void whatOlderVersionsNeedIsNeeded() throws IOException {
    replace(0, 6);
    profile.delete(2, 3, 4, 5, 6);
    Set<String> keys = store.keys();
    assertThat(store.collect(DAY).repacked().packs()).as("the first version has it all").isZero();
    assertThat(store.keys()).isEqualTo(keys);
    assertThat(store.catalog.blobs().inReview()).as("until it loses more").isEmpty();
    assertThat(store.collect(DAY).versions()).as("of packs under review").isZero();
  }

  @Test
  void aPackOfWhichHalfIsNeededStays() throws IOException {
    replace(0, 5);
    profile.delete(1, 2, 3, 4, 5);
    GarbageReport report = store.collect(DAY);
    assertThat(report.versions()).isEqualTo(1);
    assertThat(report.repacked()).isEqualTo(GarbageReport.Repacked.NONE);
    assertThat(profile.packs(6)).contains(firstPack);
  }

  @Test
  void allVersionsThatNeedThePackGoOver() throws IOException {
    replace(0, 6);
    for (int i = 0; i < 10; i++) {
      profile.write("small", 10, random);
      profile.save();
    }
    profile.delete(1, 2, 3, 4, 5, 6);
    GarbageReport report = store.collect(NONE);
    assertThat(report.repacked().versions()).isEqualTo(11);
    assertThat(store.keys()).doesNotContain(firstPack).isEqualTo(store.needed());
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.collect(NONE).isIdle()).isTrue();
  }

  @Test
  void aFullManifestIsNotWrittenForEachVersion() throws IOException {
    for (int file = 0; file < 400; file++) {
      profile.write("many/f" + file, 1, random);
    }
    profile.save();
    replace(0, 6);
    for (int i = 0; i < 10; i++) {
      profile.write("small", 10, random);
      profile.save();
    }
    profile.delete(1, 2, 3, 4, 5, 6, 7);
    store.collect(NONE);
    profile.assertThatAllVersionsAreWhole();
    List<Long> sizes = manifestSizes();
    assertThat(sizes).hasSize(11).filteredOn(size -> size > 1000).hasSize(1);
  }

  @Test
  void forksAndRollBacksGoOverTogether(@TempDir Path folder) throws Exception {
    replace(0, 6);
    SavedProfile fork = store.profile(folder);
    fork.appendCopy(profile, 7);
    profile.appendCopy(profile, 7);
    profile.delete(1, 2, 3, 4, 5, 6);
    GarbageReport report = store.collect(NONE);
    assertThat(report.repacked().packs()).isEqualTo(1);
    assertThat(report.repacked().versions()).isEqualTo(3);
    assertThat(profile.version(7).manifest())
        .isEqualTo(profile.version(8).manifest())
        .isEqualTo(fork.version(1).manifest());
    fork.assertThatAllVersionsAreWhole();
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.keys()).doesNotContain(firstPack).isEqualTo(store.needed());
  }

  @Test
  void manySmallPacksOfAHeadBecomeOne() throws IOException {
    for (int save = 0; save < PackReview.MANY; save++) {
      profile.write("g" + save, 10, random);
      profile.save();
    }
    int head = PackReview.MANY + 1;
    assertThat(profile.packs(head)).hasSize(head);
    GarbageReport told = store.sound.garbage().dryRun(NONE, GarbageProgress.NONE);
    // The first one is larger than all that followed.
    assertThat(told.repacked().packs()).isEqualTo(PackReview.MANY);

    GarbageReport report = store.collect(NONE);
    assertThat(report.repacked().packs()).isEqualTo(PackReview.MANY);
    assertThat(profile.packs(head)).hasSize(2);
    assertThat(store.keys()).hasSize(2 + head).isEqualTo(store.needed());
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.collect(NONE).isIdle()).isTrue();
  }

  @Test
  void whatIsLargerThanAllBelowItTogetherIsLeftAlone() {
    Map<String, Long> sizes = new HashMap<>(Map.of("large", 1000L, "larger", 3000L));
    for (int pack = 0; pack < 64; pack++) {
      sizes.put("p" + pack, 10L);
    }
    assertThat(PackReview.crowd(sizes)).hasSize(64).doesNotContainKeys("large", "larger");
    sizes.put("large", 640L);
    assertThat(PackReview.crowd(sizes)).as("as large as they are").hasSize(65);
    sizes.put("larger", 1280L);
    assertThat(PackReview.crowd(sizes)).isEqualTo(sizes);
    assertThat(PackReview.crowd(Map.of("a", 0L, "b", 0L))).as("of unknown size").hasSize(2);
    assertThat(PackReview.crowd(Map.of("a", 1L, "b", 2L, "c", 4L))).isEmpty();
  }

  @Test
  void aDryRunTellsWhatARewriteWouldSave() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    Set<String> keys = store.keys();
    List<InReview> reviews = store.catalog.blobs().inReview();
    GarbageReport told = store.sound.garbage().dryRun(DAY, GarbageProgress.NONE);
    assertThat(store.keys()).isEqualTo(keys);
    assertThat(store.catalog.blobs().inReview()).isEqualTo(reviews).isNotEmpty();

    GarbageReport done = store.collect(DAY);
    assertThat(told.repacked().packs()).isEqualTo(done.repacked().packs());
    assertThat(told.repacked().bytesBefore()).isEqualTo(done.repacked().bytesBefore());
    assertThat((double) told.repacked().bytesAfter())
        .isBetween(done.repacked().bytesAfter() * 0.95, done.repacked().bytesAfter() * 1.05);
  }

  @Test
  void aReaderThatBeganBeforeReadsToItsEnd() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    var opened = store.sound.versions().open(store.acme, profile.version(7));
    assertThat(store.collect(DAY).repacked().packs()).isEqualTo(1);
    store.clock.advance(Duration.ofDays(1).minusMillis(1));
    store.collect(DAY);
    assertThat(SavedProfile.contentOf(opened)).isEqualTo(profile.content(7));

    store.clock.advance(Duration.ofMillis(1));
    store.collect(DAY);
    assertThatThrownBy(() -> SavedProfile.contentOf(opened))
        .as("too slow by a day")
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aSessionThatBeganBeforeSavesOnTopOfTheOldPacks() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    assertThat(store.collect(DAY).repacked().packs()).isEqualTo(1);
    profile.write("f9", 10 * BLOCK, random);
    profile.save();
    assertThat(profile.packs(8)).as("no longer condemned").contains(firstPack);
    store.clock.advance(Duration.ofDays(2));
    store.collect(DAY);
    store.clock.advance(Duration.ofDays(2));
    store.collect(DAY);
    profile.assertThatAllVersionsAreWhole();
    assertThat(profile.packs(8)).as("rewritten in its turn").doesNotContain(firstPack);
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void aSessionWhoseOldPacksAreGoneSavesAll() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    store.collect(NONE);
    profile.write("f9", 10 * BLOCK, random);
    profile.save();
    profile.assertThatAllVersionsAreWhole();
    store.collect(NONE);
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void whatIsAddedOrDeletedMeanwhileIsLeftAsItIs() throws IOException {
    replace(0, 6);
    profile.write("small", 10, random);
    profile.save();
    profile.delete(1, 2, 3, 4, 5, 6);
    Map<Phase, Action> actions =
        Map.of(
            Phase.COPY,
            () -> {
              profile.write("f8", 10 * BLOCK, random);
              profile.save();
            },
            Phase.REWRITE,
            () -> profile.delete(7));
    GarbageReport report = store.workers().garbage().run(DAY, once(actions));
    assertThat(report.failures()).isEmpty();
    assertThat(report.repacked().versions()).isEqualTo(1);
    assertThat(profile.numbers()).containsExactly(8, 9);
    profile.assertThatAllVersionsAreWhole();

    for (int day = 0; day < 3; day++) {
      store.clock.advance(Duration.ofDays(1));
      store.collect(DAY);
      profile.assertThatAllVersionsAreWhole();
    }
    assertThat(store.keys()).doesNotContain(firstPack).isEqualTo(store.needed());
  }

  @Test
  void aRewriteThatTookTooLongIsGivenUp() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    Map<Phase, Action> actions =
        Map.of(Phase.REWRITE, () -> store.clock.advance(Duration.ofMinutes(46)));
    GarbageReport report = store.workers().garbage().run(DAY, once(actions));
    assertThat(report.failures()).hasSize(1).first().asString().contains("longer than 45 minutes");
    assertThat(profile.packs(7)).contains(firstPack);
    assertThat(store.collect(NONE).repacked().packs()).as("the next time").isEqualTo(1);
    store.collect(NONE);
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void aDamagedPackIsNotRewrittenAndOthersAre(@TempDir Path folder) throws Exception {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    SavedProfile other = store.profile(folder);
    other.write("a", BLOCK, random);
    other.write("b", 2 * BLOCK, random);
    other.save();
    other.remove("b");
    other.save();
    other.delete(1);
    store.blobs.flip(new BlobKey(firstPack), 100, 1);

    GarbageReport report = store.workers().garbage().run(DAY, GarbageProgress.NONE);
    assertThat(report.failures()).hasSize(1).first().asString().contains(firstPack);
    assertThat(report.repacked().packs()).isEqualTo(1);
    assertThat(profile.packs(7)).contains(firstPack);
    other.assertThatAllVersionsAreWhole();
    assertThat(store.catalog.blobs().inReview()).extracting(InReview::key).contains(firstPack);
  }

  @Test
  void aVersionThatCannotBeReadKeepsItsPacks() throws IOException {
    replace(0, 6);
    profile.delete(1, 2, 3, 4, 5, 6);
    store.blobs.delete(new BlobKey(profile.version(7).manifest()));
    GarbageReport report = store.workers().garbage().run(NONE, GarbageProgress.NONE);
    assertThat(report.failures()).hasSize(1).first().asString().contains("version 7");
    assertThat(store.keys()).containsAll(profile.packs(7)).contains(firstPack);
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Does something at the beginning of a phase. */
  private static GarbageProgress once(Map<Phase, Action> actions) {
    List<Phase> met = new ArrayList<>();
    return (phase, _, _) -> {
      if (!met.contains(phase) && actions.containsKey(phase)) {
        met.add(phase);
        try {
          actions.getOrDefault(phase, () -> {}).run();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    };
  }

  private List<Long> manifestSizes() {
    return profile.versions().stream()
        .map(version ->
            store
                .catalog
                .blobs()
                .sizes(List.of(version.manifest()))
                .getOrDefault(version.manifest(), 0L))
        .toList();
  }
}
