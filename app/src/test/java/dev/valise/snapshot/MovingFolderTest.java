package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.ChangingFolder;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that appear, vanish, grow, shrink and turn into folders while a folder is saved, though
 * nobody should write into it then: the save goes through, and what it missed the next one finds.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MovingFolderTest {
  private static final int SAVES = 40;

  private final Seed seed = Seed.fresh("MovingFolderTest");
  private final SnapshotFixture fixture = new SnapshotFixture();

  @Test
  void everySaveIsASnapshotAndTheLastOneIsExact(@TempDir Path temporary) throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("folder"));
    var done = new CountDownLatch(1);
    var writer =
        new FutureTask<>(() -> {
          var changing = new ChangingFolder(folder, seed.random());
          while (done.getCount() > 0) {
            changing.change();
          }
          return null;
        });
    Thread.startVirtualThread(writer);

    SavedSnapshot last = save(folder, Optional.empty());
    try {
      for (int i = 0; i < SAVES; i++) {
        last = save(folder, Optional.of(SnapshotFixture.base(last)));
        fixture.checkOut(last.manifest(), temporary.resolve("restored" + i));
      }
    } finally {
      done.countDown();
    }
    writer.get();

    last = save(folder, Optional.of(SnapshotFixture.base(last)));
    fixture.checkOut(last.manifest(), temporary.resolve("last"));
    assertThat(FolderTree.of(temporary.resolve("last")))
        .as(seed.toString())
        .isEqualTo(FolderTree.of(folder));
  }

  private SavedSnapshot save(Path folder, Optional<Base> base) throws IOException {
    SaveRequest request = SaveRequest.of(folder, Preset.everything(), Map.of(), fixture.vault);
    return fixture.store.save(base.isPresent() ? request.on(base.get()) : request);
  }
}
