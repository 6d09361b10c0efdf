package dev.valise.survival;

import static dev.valise.survival.StoreWithHistory.MAIL;
import static dev.valise.survival.StoreWithHistory.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.CatalogException;
import dev.valise.crypto.KeyException;
import dev.valise.testing.Faults;
import dev.valise.testing.Faults.When;
import dev.valise.testing.Seed;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.Grace;
import dev.valise.upkeep.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process stopped after every single call that it makes of the catalog, of the blob store and of
 * the root key; or one of these calls fails, or its answer is lost. A process that starts then
 * finds all that was there, verification finds nothing, and what was cut off can be done again.
 */
class StoppedAnywhereIT {
  private final Faults faults = new Faults();
  private final StoreWithHistory store;

  StoppedAnywhereIT(@TempDir Path folder) throws IOException {
    var random = Seed.fresh("StoppedAnywhereIT").random();
    store = new StoreWithHistory(folder, folder.resolve("data"), random);
  }

  @Test
  void thereIsGarbageOfEveryKind() throws Exception {
    store.restore();
    try (OpenStore open = store.open()) {
      GarbageReport report = open.garbage.run(Grace.alone(Duration.ZERO), GarbageProgress.NONE);
      assertThat(report.deleted().blobs()).isPositive();
      assertThat(report.orphans().blobs()).isEqualTo(2);
      assertThat(report.repacked().packs()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopped(Operation operation) throws Exception {
    boolean through = false;
    int sound = 0;
    for (; !through; sound++) {
      String when = "when %s was stopped after %s calls".formatted(operation, sound);
      store.restore();
      try (OpenStore open = store.open()) {
        faults.stopAfter(sound);
        through = goesThrough(operation, open.troubledBy(faults));
        faults.heal();
      }
      assertNothingIsLost(operation, when);
      assertItCanBeDoneAgain(operation, when);
    }
    assertThat(sound).as("calls of " + operation).isGreaterThan(3);
    System.out.println(operation + " makes " + (sound - 1) + " calls");
  }

  private boolean goesThrough(Operation operation, OpenStore troubled) throws IOException {
    try {
      operation.run(troubled, store);
      return true;
    } catch (Faults.Stopped stopped) {
      return false;
    }
  }

  /** A garbage collection has a test of its own for that. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COLLECT_GARBAGE")
  void failed(Operation operation) throws Exception {
    for (When fails : When.values()) {
      boolean through = false;
      for (int nth = 1; !through; nth++) {
        String when = "when call %s of %s failed %s it was done".formatted(nth, operation, fails);
        store.restore();
        try (OpenStore open = store.open()) {
          OpenStore troubled = open.troubledBy(faults);
          faults.failOnce(nth, fails);
          tryTo(operation, troubled);
          through = faults.calls() < nth;
          faults.heal();
          operation.run(troubled, store);
        }
        assertNothingIsLost(operation, when);
        assertItCanBeDoneAgain(operation, when);
      }
    }
  }

  /** It may say that it failed, or have done without what failed. */
  private void tryTo(Operation operation, OpenStore troubled) {
    try {
      operation.run(troubled, store);
    } catch (IOException | CatalogException | KeyException told) {
      assertThat(told).hasMessageContaining("it was told to fail");
    }
  }

  private void assertNothingIsLost(Operation operation, String when) throws IOException {
    VerifyReport report = Verified.sound(store.data, when);
    try (OpenStore open = store.open()) {
      int versions = 0;
      for (String profile : Operation.PROFILES) {
        if (open.exists(profile)) {
          store.assertWhole(open, profile, operation.added(store), when);
          versions += numbers(open, profile).size();
        }
      }
      assertThat(report.checked().versions()).as(when).isEqualTo(versions);
      List<Integer> kept = operation == Operation.DELETE_VERSION ? List.of(4, 5) : List.of(3, 4, 5);
      assertThat(numbers(open, MAIL)).as(when).containsAll(kept);
    }
  }

  private void assertItCanBeDoneAgain(Operation operation, String when) throws IOException {
    String profile = operation.profile();
    try (OpenStore open = store.open()) {
      operation.run(open, store);
      assertThat(open.exists(profile)).as(when).isEqualTo(!operation.versions().isEmpty());
      if (open.exists(profile)) {
        assertThat(numbers(open, profile)).as(when).isEqualTo(operation.versions());
      }
    }
    try (OpenStore open = store.open()) {
      Verified.spotless(store.data, open, when);
      store.assertWhole(open, MAIL, operation.added(store), when);
      if (open.exists(profile)) {
        store.assertWhole(open, profile, operation.added(store), when);
      }
    }
  }
}
