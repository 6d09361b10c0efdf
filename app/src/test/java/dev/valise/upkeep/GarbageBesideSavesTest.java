package dev.valise.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.VersionRecords.Deleted;
import dev.valise.model.Version;
import dev.valise.testing.Race;
import dev.valise.testing.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saves, roll-backs, deletions and reads of several profiles beside garbage collections. */
class GarbageBesideSavesTest {
  private static final int SAVERS = 4;
  private static final int COLLECTORS = 2;

  /** At the least: they go on until enough time has gone by. */
  private static final int SAVES = 25;

  /** More than a save may take, so that what none needs is really removed. */
  private static final Duration TIME = Duration.ofHours(2);

  /** As small as it may be beside others. */
  private static final Grace HOUR = Grace.besideOthers(Grace.LEAST);

  private final Seed seed = Seed.fresh("GarbageBesideSavesTest");

  /** How many rounds each has begun; a saver at its end, all that there are. */
  private final AtomicIntegerArray rounds = new AtomicIntegerArray(SAVERS + COLLECTORS);

  /** As of when the clock was put forward last. */
  private final int[] roundsThen = new int[SAVERS + COLLECTORS];

  private final List<SavedProfile> profiles = new ArrayList<>();
  private StoreFixture store;
  private Instant end;

  @BeforeEach
  void profiles(@TempDir Path data, @TempDir Path folders) throws Exception {
    store = new StoreFixture(data);
    end = store.clock.instant().plus(TIME);
    for (int number = 0; number < SAVERS; number++) {
      profiles.add(store.profile(folders.resolve("p" + number)));
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void nothingIsLost() throws Exception {
    List<Integer> repacks =
        Race.of(
            SAVERS + COLLECTORS,
            number ->
                number < SAVERS
                    ? save(profiles.get(number), new Random(seed.value() + number), number)
                    : collect(number));
    assertThat(repacks).anyMatch(count -> count > 0);
    for (SavedProfile profile : profiles) {
      profile.assertThatAllVersionsAreWhole();
    }
    for (int round = 0; round < 3; round++) {
      store.collect(StoreFixture.NONE);
    }
    for (SavedProfile profile : profiles) {
      profile.assertThatAllVersionsAreWhole();
    }
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  private int save(SavedProfile profile, Random random, int number) throws Exception {
    var workers = store.workers();
    try {
      for (int file = 0; file < 8; file++) {
        profile.write("f" + file, SavedProfile.BLOCK, random);
      }
      for (int save = 0; save < SAVES || store.clock.instant().isBefore(end); save++) {
        rounds.incrementAndGet(number);
        profile.write("f" + random.nextInt(8), SavedProfile.BLOCK, random);
        profile.save(workers);
        List<Version> versions = profile.versions();
        Version any = versions.get(random.nextInt(versions.size()));
        switch (random.nextInt(4)) {
          case 0 -> profile.appendCopy(profile, any.number());
          case 1 -> forgetSometimes(profile, random);
          case 2 -> assertThatItOpens(workers, profile, any.number());
          default -> {}
        }
        // Mostly the oldest, so that packs lose their worth bit by bit.
        Version unwanted = random.nextInt(4) > 0 ? versions.getLast() : any;
        if (versions.size() > 3) {
          Deleted deleted =
              store.catalog.versions().delete(store.acme, profile.id, unwanted.number());
          assertThat(deleted).isNotEqualTo(Deleted.NO_SUCH_VERSION);
        }
      }
      return 0;
    } finally {
      rounds.set(number, Integer.MAX_VALUE);
    }
  }

  private static void forgetSometimes(SavedProfile profile, Random random) {
    if (random.nextInt(3) == 0) {
      profile.forgetFolder();
    }
  }

  private void assertThatItOpens(StoreFixture.Workers workers, SavedProfile profile, int number)
      throws Exception {
    var snapshot = workers.versions().open(store.acme, profile.version(number));
    assertThat(SavedProfile.contentOf(snapshot)).isEqualTo(profile.content(number));
  }

  private int collect(int number) {
    var workers = store.workers();
    int repacks = 0;
    while (goOn(number)) {
      GarbageReport report = workers.garbage().run(HOUR, GarbageProgress.NONE);
      assertThat(report.failures()).isEmpty();
      repacks += report.repacked().packs();
    }
    return repacks;
  }

  /**
   * Begins a round of a collector, and puts the clock forward once everybody has begun another one:
   * by so much that two of these steps are nearly too much for a save, and nobody sees three.
   *
   * @return false when all savers are done
   */
  private synchronized boolean goOn(int number) {
    rounds.incrementAndGet(number);
    boolean all = true;
    boolean done = true;
    for (int one = 0; one < rounds.length(); one++) {
      boolean ended = rounds.get(one) == Integer.MAX_VALUE;
      all &= ended || rounds.get(one) > roundsThen[one];
      done &= ended || one >= SAVERS;
    }
    if (all) {
      for (int one = 0; one < rounds.length(); one++) {
        roundsThen[one] = rounds.get(one);
      }
      store.clock.advance(Duration.ofMinutes(20));
    }
    return !done;
  }
}
