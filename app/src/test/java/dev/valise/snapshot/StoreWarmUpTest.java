package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server does to itself at its start leaves nothing. */
@Timeout(60)
class StoreWarmUpTest {
  private final Path folder;

  StoreWarmUpTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("warm-up");
  }

  @Test
  void nothingIsLeftOfItNorOfOneThatWasCutOff() throws IOException {
    FolderContent.write(folder, "0/profile/folder 0/left", new byte[10]);
    new StoreWarmUp(folder, new Random(0)).run();
    assertThat(folder).doesNotExist();
  }

  @Test
  void itEndsSoonWhenItIsInterrupted() throws Exception {
    var warmUp = Thread.ofPlatform().start(new StoreWarmUp(folder, new Random(0)));
    while (!folder.toFile().exists() && warmUp.isAlive()) {
      Thread.onSpinWait();
    }
    warmUp.interrupt();
    warmUp.join();
    assertThat(folder).doesNotExist();
  }
}
