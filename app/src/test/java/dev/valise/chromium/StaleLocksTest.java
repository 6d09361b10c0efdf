package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleLocksTest {

  @TempDir Path folder;

  @Test
  void removesLinksAndNotWhatTheyPointTo() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "kept");
    Path userDataDir = Files.createDirectory(folder.resolve("udd"));
    Files.createSymbolicLink(userDataDir.resolve("SingletonLock"), Path.of("other-host-4711"));
    Files.createSymbolicLink(userDataDir.resolve("SingletonSocket"), target);
    Files.createSymbolicLink(userDataDir.resolve("DevToolsActivePort"), target);
    Path preferences = Files.writeString(userDataDir.resolve("Local State"), "{}");
    StaleLocks.remove(userDataDir);
    assertThat(userDataDir).isDirectoryContaining(preferences::equals);
    assertThat(Files.exists(userDataDir.resolve("SingletonLock"), LinkOption.NOFOLLOW_LINKS))
        .isFalse();
    assertThat(userDataDir).isDirectoryNotContaining("glob:**/{Singleton,DevTools}*");
    assertThat(target).hasContent("kept");
  }

  @Test
  void refusesAFolderInWhichABrowserRuns() throws Exception {
    Process holder =
        new ProcessBuilder("sh", "-c", "read line", "chromium", "--user-data-dir=" + folder)
            .start();
    try {
      Path lock = folder.resolve("SingletonLock");
      Files.createSymbolicLink(lock, Path.of("my-host-" + holder.pid()));
      assertThatThrownBy(() -> StaleLocks.remove(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("process " + holder.pid());
      assertThat(Files.isSymbolicLink(lock)).isTrue();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    StaleLocks.remove(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void passesOverThePidOfAnotherProcess() throws IOException {
    Files.createSymbolicLink(
        folder.resolve("SingletonLock"), Path.of("my-host-" + ProcessHandle.current().pid()));
    StaleLocks.remove(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAFolderInPlaceOfTheLock() throws IOException {
    Files.createDirectory(folder.resolve("SingletonLock"));
    assertThatThrownBy(() -> StaleLocks.remove(folder)).isInstanceOf(IOException.class);
  }
}
