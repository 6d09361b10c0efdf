package dev.valise.upkeep;

import static dev.valise.upkeep.SavedProfile.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.testing.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A profile that is deleted, with its blobs at once, at any moment of a garbage collection that is
 * reading them: that is no failure, and costs the others nothing.
 */
class DeletedMeanwhileTest {
  private final Random random = Seed.fresh("DeletedMeanwhileTest").random();
  private final Path folders;
  private StoreFixture store;

  DeletedMeanwhileTest(@TempDir Path folders) {
    this.folders = folders;
  }

  @BeforeEach
  void open(@TempDir Path data) {
    store = new StoreFixture(data);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Two profiles that share a pack of which little is needed; each has blobs of its own. */
  private List<SavedProfile> profiles(int round) throws Exception {
    SavedProfile profile = store.profile(folders.resolve("p" + round));
    SavedProfile fork = store.profile(folders);
    for (String file : new String[] {"a", "b", "c", "d", "e"}) {
      profile.write(file, BLOCK, random);
    }
    profile.save();
    for (String file : new String[] {"a", "b", "c", "d"}) {
      profile.write(file, BLOCK, random);
      profile.save();
    }
    var _ = fork.appendCopy(profile, 4);
    profile.delete(1, 2, 3, 4);
    return List.of(profile, fork);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void isNoFailure(int deleted) throws Exception {
    boolean through = false;
    int moment = 1;
    for (; !through; moment++) {
      List<SavedProfile> profiles = profiles(100 * deleted + moment);
      var left = new AtomicInteger(moment);
      GarbageProgress progress =
          (_, _, _) -> {
            if (left.decrementAndGet() == 0) {
              delete(profiles.get(deleted));
            }
          };
      GarbageReport report = store.workers().garbage().run(StoreFixture.NONE, progress);
      through = left.get() > 0;
      assertThat(report.failures()).as("deleted at moment %s", moment).isEmpty();
      profiles.get(1 - deleted).assertThatAllVersionsAreWhole();

      profiles.forEach(this::delete);
      store.collect(StoreFixture.NONE);
      assertThat(store.keys()).as("deleted at moment %s", moment).isEmpty();
    }
    assertThat(moment).as("moments of a collection").isGreaterThan(5);
  }

  /** As the server does it. */
  private void delete(SavedProfile profile) {
    List<String> unused = store.catalog.profiles().delete(store.acme, profile.id).orElse(List.of());
    unused.forEach(key -> store.stored.delete(new BlobKey(key)));
    store.catalog.blobs().forget(unused);
  }
}
