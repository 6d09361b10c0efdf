package dev.valise.upkeep;

import static dev.valise.upkeep.SavedProfile.BLOCK;
import static dev.valise.upkeep.StoreFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.catalog.CatalogException;
import dev.valise.catalog.NameTakenException;
import dev.valise.testing.Faults;
import dev.valise.testing.Faults.When;
import dev.valise.testing.FaultyBlobStore.Trouble;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A garbage collection that has everything to do, stopped at every call that it makes of the
 * catalog and of the blob store. All runs share one catalog: each has profiles of its own, which
 * are gone at its end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GarbageCrashIT {
  private final Random random = Seed.fresh("GarbageCrashIT").random();
  private final Faults faults = new Faults();
  private final StoreFixture store;
  private final Path folders;
  private int scenarios;

  GarbageCrashIT(@TempDir Path data, @TempDir Path folders) {
    this.store = new StoreFixture(data);
    this.folders = folders;
  }

  @AfterAll
  void close() {
    store.close();
  }

  /** A profile that lost versions, its fork, and blobs that nobody knows. */
  private final class Scenario {
    final SavedProfile profile;
    final SavedProfile fork;

    Scenario() throws IOException, NameTakenException {
      profile = store.profile(folders.resolve("p" + scenarios++));
      fork = store.profile(folders);
      for (String file : new String[] {"a", "b", "c", "d", "e"}) {
        profile.write(file, BLOCK, random);
      }
      profile.save();
      profile.forgetFolder();
      profile.write("a", BLOCK, random);
      profile.save();
      for (String file : new String[] {"a", "b", "c"}) {
        profile.write(file, BLOCK, random);
        profile.save();
      }
      fork.appendCopy(profile, 5);
      profile.write("d", BLOCK, random);
      profile.save();
      profile.delete(1, 2, 3);
      store.catalog.blobs().condemnUnused(store.clock.instant());
      for (String kind : new String[] {"packs/", "manifests/"}) {
        try (BlobUpload upload = store.stored.upload(new BlobKey(kind + store.ids.next()))) {
          upload.write(1);
          upload.commit();
        }
      }
      store.clock.advance(Duration.ofDays(1));
      profile.delete(4);
    }

    void assertThatNothingIsLost() throws IOException {
      assertThat(profile.numbers()).containsExactly(5, 6);
      assertThat(fork.numbers()).containsExactly(1);
      profile.assertThatAllVersionsAreWhole();
      fork.assertThatAllVersionsAreWhole();
    }

    /** What was cut off is done by the next ones, and what nobody needs is gone. */
    void assertThatTheNextFinishes() throws IOException {
      store.collect(DAY);
      assertThatNothingIsLost();
      store.clock.advance(Duration.ofDays(1));
      store.collect(DAY);
      assertThatNothingIsLost();
      assertThat(store.keys()).isEqualTo(store.needed());
      assertThat(store.catalog.blobs().inReview()).isEmpty();
      assertThat(profile.packs(6)).as("rewritten").hasSize(5);
    }

    void remove() {
      for (SavedProfile one : new SavedProfile[] {profile, fork}) {
        assertThat(store.catalog.profiles().delete(store.acme, one.id)).isPresent();
      }
      store.collect(DAY);
      assertThat(store.keys()).isEmpty();
    }
  }

  private GarbageReport collectWithFaults(Grace grace) {
    return store.workers(faults).garbage().run(grace, GarbageProgress.NONE);
  }

  /** How many calls there are when nothing goes wrong. */
  private int rehearse(Grace grace) throws Exception {
    var scenario = new Scenario();
    faults.heal();
    GarbageReport report = collectWithFaults(grace);
    int calls = faults.calls();
    assertThat(report.failures()).isEmpty();
    assertThat(report.deleted().blobs()).isPositive();
    assertThat(report.orphans().blobs()).isEqualTo(2);
    assertThat(report.repacked().packs()).isEqualTo(1);
    assertThat(report.repacked().versions()).isEqualTo(3);
    scenario.assertThatTheNextFinishes();
    scenario.remove();
    return calls;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 24})
  void stoppedAfterAnyCallItHasLostNothing(int graceHours) throws Exception {
    Grace grace = Grace.alone(Duration.ofHours(graceHours));
    int calls = rehearse(grace);
    assertThat(calls).isGreaterThan(30);
    for (int sound = 0; sound < calls; sound++) {
      var scenario = new Scenario();
      faults.stopAfter(sound);
      assertThatThrownBy(() -> collectWithFaults(grace))
          .as("after %s of %s calls", sound, calls)
          .isInstanceOf(Faults.Stopped.class);
      scenario.assertThatNothingIsLost();
      scenario.assertThatTheNextFinishes();
      scenario.remove();
    }
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void aCallThatFailsCostsNothing(When when) throws Exception {
    int calls = rehearse(StoreFixture.NONE);
    for (int nth = 1; nth <= calls; nth++) {
      var scenario = new Scenario();
      faults.failOnce(nth, when);
      Optional<GarbageReport> report = tryToCollect();
      report.ifPresent(done -> assertThat(done.failures()).isNotEmpty());
      scenario.assertThatNothingIsLost();
      scenario.assertThatTheNextFinishes();
      scenario.remove();
    }
  }

  /** What comes of it is never taken for what was stored. */
  @ParameterizedTest
  @EnumSource(names = {"TRUNCATES", "FLIPS_A_BIT"})
  void aReadThatGivesSomethingElseCostsNothing(Trouble trouble) throws Exception {
    int failed = 0;
    boolean through = false;
    for (int nth = 1; !through; nth++) {
      var scenario = new Scenario();
      store.blobs.trouble(nth, trouble);
      GarbageReport report = store.workers().garbage().run(StoreFixture.NONE, GarbageProgress.NONE);
      through = store.blobs.operations() < nth;
      store.blobs.heal();
      failed += report.failures().isEmpty() ? 0 : 1;
      scenario.assertThatNothingIsLost();
      scenario.assertThatTheNextFinishes();
      scenario.remove();
    }
    assertThat(failed).as("how often it was noticed").isGreaterThan(3);
  }

  private Optional<GarbageReport> tryToCollect() {
    try {
      return Optional.of(collectWithFaults(StoreFixture.NONE));
    } catch (CatalogException e) {
      return Optional.empty();
    }
  }

  @Test
  void aDryRunMakesNoCallThatChangesAnything() throws Exception {
    var scenario = new Scenario();
    var before = store.keys();
    faults.heal();
    store.workers(faults).garbage().dryRun(StoreFixture.NONE, GarbageProgress.NONE);
    assertThat(store.keys()).isEqualTo(before);
    scenario.assertThatNothingIsLost();
    scenario.assertThatTheNextFinishes();
    scenario.remove();
  }
}
