package dev.valise.survival;

import static dev.valise.survival.StoreWithHistory.FORK;
import static dev.valise.survival.StoreWithHistory.MAIL;
import static dev.valise.survival.StoreWithHistory.numbers;

import dev.valise.model.Name;
import dev.valise.model.Profile;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileReference;
import dev.valise.testing.FolderTree;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.Grace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a process may be at with a {@link StoreWithHistory}; each does nothing that is done. */
enum Operation {
  SAVE,
  FIRST_SAVE,
  ROLL_BACK,
  FORK_OFF,
  DELETE_VERSION,
  DELETE_PROFILE,
  COLLECT_GARBAGE,
  ROTATE_KEYS;

  private static final String FIRST = "first";
  private static final String COPY = "copy";

  /** All profiles that there may be. */
  static final List<String> PROFILES = List.of(MAIL, FORK, FIRST, COPY);

  void run(OpenStore store, StoreWithHistory history) throws IOException {
    switch (this) {
      case SAVE -> save(store, history);
      case FIRST_SAVE -> saveFirst(store, history);
      case ROLL_BACK -> store.history.rollBack(store.profile(MAIL), 3);
      case FORK_OFF -> forkOff(store);
      case DELETE_VERSION -> deleteVersion(store);
      case DELETE_PROFILE -> deleteProfile(store);
      case COLLECT_GARBAGE -> collect(store);
      case ROTATE_KEYS -> {
        store.rotation.rotateRoot();
        var _ = store.rotation.rotateOrganisations();
      }
    }
  }

  /** The profile that is changed. */
  String profile() {
    return switch (this) {
      case SAVE, ROLL_BACK, DELETE_VERSION, COLLECT_GARBAGE, ROTATE_KEYS -> MAIL;
      case FIRST_SAVE -> FIRST;
      case FORK_OFF -> COPY;
      case DELETE_PROFILE -> FORK;
    };
  }

  /** The versions that the profile has in the end; none when it is deleted. */
  List<Integer> versions() {
    return switch (this) {
      case SAVE, ROLL_BACK -> List.of(3, 4, 5, 6);
      case FIRST_SAVE, FORK_OFF -> List.of(1);
      case DELETE_VERSION -> List.of(4, 5);
      case DELETE_PROFILE -> List.of();
      case COLLECT_GARBAGE, ROTATE_KEYS -> List.of(3, 4, 5);
    };
  }

  /** What the versions hold that are added. */
  SortedMap<String, String> added(StoreWithHistory history) throws IOException {
    return switch (this) {
      case SAVE, FIRST_SAVE -> FolderTree.of(history.live);
      case ROLL_BACK, FORK_OFF -> history.tree(MAIL, 3);
      case DELETE_VERSION, DELETE_PROFILE, COLLECT_GARBAGE, ROTATE_KEYS -> new TreeMap<>();
    };
  }

  private static void save(OpenStore store, StoreWithHistory history) throws IOException {
    Profile mail = store.profile(MAIL);
    int head = mail.head().orElseThrow().number();
    Optional<LoadedVersion> loaded = store.saver.recall(store.organisation, mail.id(), head);
    var _ = store.save(mail.id(), history.live, loaded);
  }

  private static void saveFirst(OpenStore store, StoreWithHistory history) throws IOException {
    Profile profile =
        store.exists(FIRST)
            ? store.profile(FIRST)
            : store.profiles.create(store.organisation, Optional.of(new Name(FIRST)));
    if (profile.head().isEmpty()) {
      var _ = store.save(profile.id(), history.live, Optional.empty());
    }
  }

  private static void forkOff(OpenStore store) {
    if (!store.exists(COPY)) {
      var _ = store.history.fork(store.profile(MAIL), Optional.of(3), Optional.of(new Name(COPY)));
    }
  }

  private static void deleteVersion(OpenStore store) {
    if (numbers(store, MAIL).contains(3)) {
      store.history.delete(store.profile(MAIL), 3);
    }
  }

  private static void deleteProfile(OpenStore store) {
    if (store.exists(FORK)) {
      store.profiles.delete(store.organisation, new ProfileReference.ByName(FORK));
    }
  }

  /** Without a grace period. */
  private static void collect(OpenStore store) throws IOException {
    GarbageReport report = store.garbage.run(Grace.alone(Duration.ZERO), GarbageProgress.NONE);
    if (!report.failures().isEmpty()) {
      throw new IOException(report.failures().toString());
    }
  }
}
