package dev.valise.survival;

import static dev.valise.survival.StoreWithHistory.FORK;
import static dev.valise.survival.StoreWithHistory.MAIL;
import static dev.valise.survival.StoreWithHistory.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.CatalogException;
import dev.valise.crypto.KeyException;
import dev.valise.model.Name;
import dev.valise.model.Profile;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileReference;
import dev.valise.testing.Faults;
import dev.valise.testing.Faults.When;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Seed;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.Grace;
import dev.valise.upkeep.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    store = new StoreWithHistory(folder, Seed.fresh("StoppedAnywhereIT").random());
  }

  private interface Work {
    void run(OpenStore store, Path live) throws IOException;
  }

  /** What a process may be at; each does nothing where it has been done. */
  enum Operation {
    SAVE(StoppedAnywhereIT::save, MAIL, 3, 4, 5, 6),
    FIRST_SAVE(StoppedAnywhereIT::saveFirst, FIRST, 1),
    ROLL_BACK((store, _) -> store.history.rollBack(store.profile(MAIL), 3), MAIL, 3, 4, 5, 6),
    FORK_ONCE(StoppedAnywhereIT::forkOnce, COPY, 1),
    DELETE_VERSION(StoppedAnywhereIT::deleteVersion, MAIL, 4, 5),
    DELETE_PROFILE(StoppedAnywhereIT::deleteProfile, FORK),
    COLLECT_GARBAGE(StoppedAnywhereIT::collect, MAIL, 3, 4, 5),
    ROTATE_KEYS(StoppedAnywhereIT::rotate, MAIL, 3, 4, 5);

    private final Work work;
    private final String profile;
    private final List<Integer> versions;

    /**
     * @param profile that is changed
     * @param versions that it has in the end; none for one that is deleted
     */
    Operation(Work work, String profile, Integer... versions) {
      this.work = work;
      this.profile = profile;
      this.versions = List.of(versions);
    }
  }

  private static final String FIRST = "first";
  private static final String COPY = "copy";
  private static final Grace NONE = Grace.alone(Duration.ZERO);

  private static void save(OpenStore store, Path live) throws IOException {
    Profile mail = store.profile(MAIL);
    Optional<LoadedVersion> head =
        store.saver.recall(
            store.organisation, mail.id(), mail.head().orElseThrow().number());
    var _ = store.save(mail.id(), live, head);
  }

  private static void saveFirst(OpenStore store, Path live) throws IOException {
    Profile profile =
        store.exists(FIRST)
            ? store.profile(FIRST)
            : store.profiles.create(store.organisation, Optional.of(new Name(FIRST)));
    if (profile.head().isEmpty()) {
      var _ = store.save(profile.id(), live, Optional.empty());
    }
  }

  private static void forkOnce(OpenStore store, Path live) {
    if (!store.exists(COPY)) {
      var _ = store.history.fork(store.profile(MAIL), Optional.of(3), Optional.of(new Name(COPY)));
    }
  }

  private static void deleteVersion(OpenStore store, Path live) {
    if (numbers(store, MAIL).contains(3)) {
      store.history.delete(store.profile(MAIL), 3);
    }
  }

  private static void deleteProfile(OpenStore store, Path live) {
    if (store.exists(FORK)) {
      store.profiles.delete(store.organisation, new ProfileReference.ByName(FORK));
    }
  }

  private static void collect(OpenStore store, Path live) throws IOException {
    GarbageReport report = store.garbage.run(NONE, GarbageProgress.NONE);
    if (!report.failures().isEmpty()) {
      throw new IOException(report.failures().toString());
    }
  }

  private static void rotate(OpenStore store, Path live) throws IOException {
    store.rotation.rotateRoot();
    var _ = store.rotation.rotateOrganisations();
  }

  @Test
  void thereIsGarbageOfEveryKind() throws Exception {
    store.restore();
    try (OpenStore open = store.open()) {
      GarbageReport report = open.garbage.run(NONE, GarbageProgress.NONE);
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
      operation.work.run(troubled, store.live);
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
          operation.work.run(troubled, store.live);
        }
        assertNothingIsLost(operation, when);
        assertItCanBeDoneAgain(operation, when);
      }
    }
  }

  /** It may say that it failed, or have done without what failed. */
  private void tryTo(Operation operation, OpenStore troubled) {
    try {
      operation.work.run(troubled, store.live);
    } catch (IOException | CatalogException | KeyException told) {
      assertThat(told).hasMessageContaining("it was told to fail");
    }
  }

  private void assertNothingIsLost(Operation operation, String when) throws IOException {
    VerifyReport report = Verified.sound(store.data, when);
    try (OpenStore open = store.open()) {
      int versions = 0;
      for (String profile : new String[] {MAIL, FORK, FIRST, COPY}) {
        if (open.exists(profile)) {
          store.assertWhole(open, profile, added(operation), when);
          versions += numbers(open, profile).size();
        }
      }
      assertThat(report.checked().versions()).as(when).isEqualTo(versions);
      List<Integer> kept = operation == Operation.DELETE_VERSION ? List.of(4, 5) : List.of(3, 4, 5);
      assertThat(numbers(open, MAIL)).as(when).containsAll(kept);
    }
  }

  /** What the versions hold that an operation adds. */
  private SortedMap<String, String> added(Operation operation) throws IOException {
    return switch (operation) {
      case SAVE, FIRST_SAVE -> FolderTree.of(store.live);
      case ROLL_BACK, FORK_ONCE -> store.tree(MAIL, 3);
      case DELETE_VERSION, DELETE_PROFILE, COLLECT_GARBAGE, ROTATE_KEYS -> new TreeMap<>();
    };
  }

  private void assertItCanBeDoneAgain(Operation operation, String when) throws IOException {
    try (OpenStore open = store.open()) {
      operation.work.run(open, store.live);
      assertThat(open.exists(operation.profile))
          .as(when)
          .isEqualTo(!operation.versions.isEmpty());
      if (open.exists(operation.profile)) {
        assertThat(numbers(open, operation.profile)).as(when).isEqualTo(operation.versions);
      }
    }
    try (OpenStore open = store.open()) {
      Verified.spotless(store.data, open, when);
      store.assertWhole(open, MAIL, added(operation), when);
      if (open.exists(operation.profile)) {
        store.assertWhole(open, operation.profile, added(operation), when);
      }
    }
  }
}
