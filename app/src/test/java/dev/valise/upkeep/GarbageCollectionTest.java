package dev.valise.upkeep;

import static dev.valise.upkeep.SavedProfile.BLOCK;
import static dev.valise.upkeep.StoreFixture.DAY;
import static dev.valise.upkeep.StoreFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.catalog.BlobRecords.Blob;
import dev.valise.model.Refusal;
import dev.valise.testing.FaultyBlobStore.Operation;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageCollectionTest {
  private final Random random = Seed.fresh("GarbageCollectionTest").random();
  private StoreFixture store;
  private SavedProfile profile;

  @BeforeEach
  void twoVersionsThatShareNothing(@TempDir Path data, @TempDir Path folder) throws Exception {
    store = new StoreFixture(data);
    profile = store.profile(folder);
    profile.write("History", 3 * BLOCK, random);
    profile.save();
    profile.forgetFolder();
    profile.write("History", 3 * BLOCK, random);
    profile.save();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void withoutGarbageThereIsNothingToDo() {
    Set<String> before = store.keys();
    assertThat(store.collect(NONE).isIdle()).isTrue();
    assertThat(store.keys()).isEqualTo(before).isEqualTo(store.needed()).hasSize(4);
  }

  @Test
  void whatNoVersionNeedsWaitsForADayAndIsDeleted() throws IOException {
    List<String> garbage = store.catalog.versions().blobs(profile.id, 1);
    long bytes = store.catalog.blobs().sizes(garbage).values().stream().mapToLong(x -> x).sum();
    profile.delete(1);
    Instant condemned = store.clock.instant();

    GarbageReport first = store.collect(DAY);
    assertThat(first.waiting()).isEqualTo(new Amount(2, bytes));
    assertThat(first.waitingUntil()).contains(condemned.plus(Duration.ofDays(1)));
    assertThat(first.deleted()).isEqualTo(Amount.NONE);
    assertThat(first.isIdle()).isFalse();

    store.clock.advance(Duration.ofDays(1).minusMillis(1));
    assertThat(store.collect(DAY).waiting().blobs()).isEqualTo(2);
    assertThat(store.keys()).hasSize(4);

    store.clock.advance(Duration.ofMillis(1));
    GarbageReport last = store.collect(DAY);
    assertThat(last.deleted()).isEqualTo(new Amount(2, bytes));
    assertThat(last.freedBytes()).isEqualTo(bytes);
    assertThat(last.waiting()).isEqualTo(Amount.NONE);
    assertThat(store.keys()).isEqualTo(store.needed()).hasSize(2);
    profile.assertThatAllVersionsAreWhole();
    assertThat(store.collect(DAY).isIdle()).isTrue();
  }

  @Test
  void aDryRunSaysWhatARunWouldFreeAndChangesNothing() throws IOException {
    profile.delete(1);
    orphan("packs/ab/unknown", 100);
    List<Blob> rows = rows();
    Set<String> keys = store.keys();

    GarbageReport told = store.sound.garbage().dryRun(NONE, GarbageProgress.NONE);
    assertThat(told.dryRun()).isTrue();
    assertThat(told.deleted().blobs()).isEqualTo(2);
    assertThat(rows()).isEqualTo(rows);
    assertThat(store.keys()).isEqualTo(keys);
    GarbageReport waiting = store.sound.garbage().dryRun(DAY, GarbageProgress.NONE);
    assertThat(waiting.waiting()).isEqualTo(told.deleted());
    assertThat(waiting.orphans()).isEqualTo(Amount.NONE);

    GarbageReport done = store.collect(NONE);
    assertThat(done.deleted()).isEqualTo(told.deleted());
    assertThat(done.orphans()).isEqualTo(told.orphans()).isEqualTo(new Amount(1, 100));
  }

  @Test
  void whatTheCatalogDoesNotKnowIsDeletedOnceNoSaveCanStillWantIt() throws IOException {
    orphan("packs/ab/cut-off", 1000);
    orphan("manifests/ab/cut-off", 10);
    orphan("another-kind/cut-off", 1);
    assertThat(store.collect(DAY).orphans()).isEqualTo(Amount.NONE);
    store.clock.advance(Duration.ofDays(1));
    orphan("packs/ab/young", 1);
    assertThat(store.collect(DAY).orphans()).isEqualTo(new Amount(2, 1010));
    assertThat(store.keys())
        .contains("packs/ab/young", "another-kind/cut-off")
        .doesNotContain("packs/ab/cut-off", "manifests/ab/cut-off");
  }

  @Test
  void manyOrphansAreFoundAmongWhatIsNeeded() throws IOException {
    for (int i = 0; i < 1234; i++) {
      orphan("packs/ab/x" + i, 1);
    }
    assertThat(store.collect(NONE).orphans()).isEqualTo(new Amount(1234, 1234));
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void aBlobThatCannotBeDeletedIsToldAndTriedAgain() {
    profile.delete(1);
    store.blobs.failOnce(Operation.DELETE, 1);
    GarbageReport report = store.sound.garbage().run(NONE, GarbageProgress.NONE);
    assertThat(report.failures()).hasSize(1).first().asString().contains("DELETE was told to fail");
    // The pass behind the repacking has tried again.
    assertThat(report.deleted().blobs()).isEqualTo(2);
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void aBlobStoreThatIsAwayCostsNoBlobAndFewWords() {
    profile.delete(1);
    Set<String> keys = store.keys();
    store.blobs.failAllAfter(0);
    GarbageReport report = store.sound.garbage().run(NONE, GarbageProgress.NONE);
    assertThat(report.failures()).hasSizeBetween(3, 21);
    assertThat(report.deleted()).isEqualTo(Amount.NONE);
    assertThat(report.waiting()).as("it is marked").isEqualTo(Amount.NONE);
    store.blobs.heal();
    assertThat(store.keys()).isEqualTo(keys);
    assertThat(store.collect(DAY).deleted().blobs()).as("marked is marked").isEqualTo(2);
  }

  @Test
  void sizesThatAnOlderValiseDidNotNoteAreNoted() {
    List<Blob> before = rows();
    before.forEach(blob -> store.catalog.blobs().setSize(blob.key(), 0));
    store.sound.garbage().dryRun(NONE, GarbageProgress.NONE);
    assertThat(rows()).isNotEqualTo(before);
    store.collect(NONE);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aSaveFindsThatWhatItSharesIsCondemnedAndNeedsItAgain() throws IOException {
    profile.write("Cookies", BLOCK, random);
    profile.save();
    // The third version is loaded, and the head is one that shares nothing with it.
    SavedProfile other = new SavedProfile(store, profile.id, profile.folder);
    other.write("History", BLOCK, random);
    other.write("Cookies", BLOCK, random);
    other.save();
    profile.delete(1, 2, 3);
    assertThat(store.collect(DAY).waiting().blobs()).isPositive();
    store.clock.advance(Duration.ofHours(23));

    profile.write("History", BLOCK, random);
    assertThat(profile.save().number()).isEqualTo(5);
    store.clock.advance(Duration.ofHours(23));
    store.collect(DAY);
    store.clock.advance(Duration.ofDays(2));
    store.collect(DAY);
    assertThat(contentOfHead()).isEqualTo(profile.content(5));
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void aSaveFindsThatWhatItSharesIsGoneAndStoresAll() throws IOException {
    profile.write("Cookies", 2 * BLOCK, random);
    profile.save();
    SavedProfile other = new SavedProfile(store, profile.id, profile.folder);
    other.write("History", BLOCK, random);
    other.write("Cookies", BLOCK, random);
    other.save();
    profile.delete(1, 2, 3);
    store.collect(NONE);
    assertThat(store.keys()).hasSize(2);

    profile.write("History", BLOCK, random);
    assertThat(profile.save().number()).isEqualTo(5);
    assertThat(contentOfHead()).isEqualTo(profile.content(5));
    store.collect(NONE);
    assertThat(contentOfHead()).isEqualTo(profile.content(5));
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void besideOthersTheGraceIsAnHourAtLeast() {
    assertThat(Grace.besideOthers(Duration.ofHours(1)).period()).hasHours(1);
    assertThatThrownBy(() -> Grace.besideOthers(Duration.ofMinutes(59)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("at least 1 hour");
    assertThat(Grace.alone(Duration.ZERO).period()).isZero();
    assertThatThrownBy(() -> Grace.alone(Duration.ofMillis(-1)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("negative");
  }

  private void orphan(String key, int bytes) throws IOException {
    try (BlobUpload upload = store.stored.upload(new BlobKey(key))) {
      upload.write(new byte[bytes]);
      upload.commit();
    }
  }

  private List<Blob> rows() {
    List<Blob> rows = new ArrayList<>();
    store.catalog.blobs().forEach(rows::add);
    return rows;
  }

  private SortedMap<String, String> contentOfHead() throws IOException {
    return SavedProfile.contentOf(
        store.sound.versions().open(store.acme, profile.versions().getFirst()));
  }
}
