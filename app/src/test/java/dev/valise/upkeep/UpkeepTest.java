package dev.valise.upkeep;

import static dev.valise.upkeep.SavedProfile.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.CatalogException;
import dev.valise.model.Retention;
import dev.valise.testing.Faults;
import dev.valise.testing.FaultyCatalog;
import dev.valise.testing.Seed;
import dev.valise.upkeep.Upkeep.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
  private static final Retention LAST =
      new Retention(Optional.of(1), Optional.empty(), Optional.empty());
  private static final Timing AT_ONCE =
      new Timing(Duration.ZERO, Duration.ofNanos(1), StoreFixture.NONE);

  private final Random random = Seed.fresh("UpkeepTest").random();
  private final BlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
  private StoreFixture store;
  private SavedProfile profile;

  @BeforeEach
  void twoVersions(@TempDir Path data, @TempDir Path folder) throws Exception {
    store = new StoreFixture(data);
    profile = store.profile(folder);
    profile.write("History", BLOCK, random);
    profile.save();
    profile.write("History", BLOCK, random);
    profile.save();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private final CountDownLatch closing = new CountDownLatch(1);

  /** Tells when each run is over, and when no other will begin. */
  private ScheduledExecutorService scheduler() {
    return new ScheduledThreadPoolExecutor(1) {
      @Override
      public void shutdown() {
        super.shutdown();
        closing.countDown();
      }

      @Override
      protected void afterExecute(Runnable task, Throwable failure) {
        runs.add(runs.size());
      }
    };
  }

  private RetentionJob retention() {
    return new RetentionJob(store.catalog, LAST, (_, _) -> {}, store.clock);
  }

  private void awaitRuns(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(runs.poll(30, TimeUnit.SECONDS)).as("a run").isNotNull();
    }
  }

  @Test
  void whatNothingKeepsIsGoneAfterOneRun() throws Exception {
    try (var upkeep = Upkeep.start(retention(), store.workers().garbage(), AT_ONCE, scheduler())) {
      awaitRuns(1);
      assertThat(upkeep).isNotNull();
    }
    assertThat(profile.numbers()).containsExactly(2);
    assertThat(store.keys()).isEqualTo(store.needed());
  }

  @Test
  void aRunThatFailsIsNotTheLast() throws Exception {
    var faults = new Faults();
    faults.failOnce(1, Faults.When.BEFORE);
    var failing =
        new RetentionJob(new FaultyCatalog(store.catalog, faults), LAST, (_, _) -> {}, store.clock);
    try (var upkeep = Upkeep.start(failing, store.workers().garbage(), AT_ONCE, scheduler())) {
      awaitRuns(2);
      assertThat(upkeep).isNotNull();
    }
    assertThat(faults.calls()).as("one failed").isGreaterThan(1);
    assertThat(profile.numbers()).containsExactly(2);
  }

  @Test
  void closingStopsARunBeforeItsNextStep() throws Exception {
    var begun = new CountDownLatch(1);
    var blocking =
        new RetentionJob(
            store.catalog,
            LAST,
            (_, _) -> {},
            () -> {
              begun.countDown();
              try {
                closing.await();
              } catch (InterruptedException e) {
                throw new CatalogException("interrupted", e);
              }
              return store.clock.instant();
            });
    try (var upkeep = Upkeep.start(blocking, store.workers().garbage(), AT_ONCE, scheduler())) {
      begun.await();
      assertThat(upkeep).isNotNull();
    }
    assertThat(profile.numbers()).as("what had begun was done").containsExactly(2);
    assertThat(store.keys()).as("what had not was not").hasSize(4);
  }
}
