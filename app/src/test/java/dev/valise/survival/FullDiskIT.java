package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.CatalogException;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is really full, with a little more room each time: sooner or later each of the writes
 * is the first one for which there is none.
 */
class FullDiskIT {
  private static final int PAGE = 4096;

  /** What came of something that needs room. */
  private enum Outcome {
    DONE,
    NO_ROOM_FOR_FILES,
    NO_ROOM_FOR_ROWS
  }

  private final Seed seed = Seed.fresh("FullDiskIT");
  private final Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
  private final Path temporary;
  private SmallDisk disk;
  private StoreWithHistory store;

  FullDiskIT(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @BeforeEach
  void aSmallDisk() throws Exception {
    disk = SmallDisk.mount(temporary, 4);
    store = new StoreWithHistory(temporary, disk.root().resolve("data"), seed.random());
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Never anything but an error that says why, or nothing. */
  private Outcome attempt(Work work, String when) {
    Outcome outcome = Outcome.DONE;
    try {
      work.run();
    } catch (IOException e) {
      assertThat(e).as(when).hasStackTraceContaining("No space left on device");
      outcome = Outcome.NO_ROOM_FOR_FILES;
    } catch (CatalogException e) {
      assertThat(e).as(when).hasMessageContaining("database is full");
      outcome = Outcome.NO_ROOM_FOR_ROWS;
    }
    seen.add(outcome);
    return outcome;
  }

  @Test
  void aSave() throws Exception {
    Outcome outcome = Outcome.NO_ROOM_FOR_FILES;
    for (int left = 0; outcome != Outcome.DONE; left += PAGE) {
      String when = "with room for %s bytes, %s".formatted(left, seed);
      store.restore();
      try (OpenStore open = store.open()) {
        Profile mail = open.profile(StoreWithHistory.MAIL);
        disk.fill(left);
        outcome = attempt(() -> open.save(mail.id(), store.live, Optional.empty()), when);
        store.assertWhole(open, StoreWithHistory.MAIL, FolderTree.of(store.live), when);
        disk.release();
        assertThat(StoreWithHistory.numbers(open, StoreWithHistory.MAIL))
            .as(when)
            .hasSize(outcome == Outcome.DONE ? 4 : 3);
        Verified.sound(store.data, when);
        var _ = open.save(mail.id(), store.live, Optional.empty());
        Verified.spotless(store.data, open, when);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(Outcome.values());
  }

  @Test
  void aGarbageCollection() throws Exception {
    Outcome outcome = Outcome.NO_ROOM_FOR_FILES;
    for (int left = 0; outcome != Outcome.DONE; left += PAGE) {
      String when = "with room for %s bytes, %s".formatted(left, seed);
      store.restore();
      try (OpenStore open = store.open()) {
        disk.fill(left);
        outcome = attempt(() -> Operation.COLLECT_GARBAGE.run(open, store), when);
        store.assertWhole(open, StoreWithHistory.MAIL, new TreeMap<>(), when);
        disk.release();
        Verified.sound(store.data, when);
        Verified.spotless(store.data, open, when);
        store.assertWhole(open, StoreWithHistory.MAIL, new TreeMap<>(), when);
        store.assertWhole(open, StoreWithHistory.FORK, new TreeMap<>(), when);
      }
    }
    assertThat(seen).contains(Outcome.NO_ROOM_FOR_ROWS);
  }

  @Test
  void aCheckout() throws Exception {
    Path folder = disk.root().resolve("checkout");
    store.restore();
    try (OpenStore open = store.open()) {
      Version head = open.profile(StoreWithHistory.MAIL).head().orElseThrow();
      Outcome outcome = Outcome.NO_ROOM_FOR_FILES;
      for (int left = 0; outcome != Outcome.DONE; left += PAGE) {
        String when = "with room for %s bytes, %s".formatted(left, seed);
        disk.fill(left);
        outcome = attempt(() -> open.checkOut(head, folder), when);
        if (outcome == Outcome.DONE) {
          assertThat(FolderTree.of(folder))
              .as(when)
              .isEqualTo(store.tree(StoreWithHistory.MAIL, head.number()));
        }
        PrivateFiles.deleteTree(folder);
      }
    }
    assertThat(seen).contains(Outcome.NO_ROOM_FOR_FILES);
  }
}
