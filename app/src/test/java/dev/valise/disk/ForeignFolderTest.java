package dev.valise.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ForeignFolderTest {
  @TempDir private Path root;
  private Path path;
  private ForeignFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    path = Files.createDirectory(root.resolve("foreign"));
    folder = ForeignFolder.at(path);
  }

  @Test
  void readsWhatLiesInIt() throws IOException {
    Files.createDirectories(path.resolve("a/b"));
    Files.writeString(path.resolve("a/b/file"), "content");

    ForeignFolder inner = folder.folder("a", "b").orElseThrow();

    assertThat(inner.size("file")).contains(7L);
    assertThat(inner.file("file")).contains(path.resolve("a/b/file"));
    assertThat(inner.names(1)).containsExactly("file");
    try (var channel = inner.open("file").orElseThrow()) {
      assertThat(channel.size()).isEqualTo(7);
    }
  }

  @Test
  void whatIsMissingIsEmpty() throws IOException {
    assertThat(folder.folder("a", "b")).isEmpty();
    assertThat(folder.size("file")).isEmpty();
    assertThat(folder.open("file")).isEmpty();
    assertThat(ForeignFolder.at(root.resolve("none")).folder("a")).isEmpty();
  }

  @Test
  void followsNoLink() throws IOException {
    Files.createDirectories(root.resolve("outside/deep"));
    Files.writeString(root.resolve("outside/file"), "secret");
    Files.createSymbolicLink(path.resolve("folder"), root.resolve("outside"));
    Files.createSymbolicLink(path.resolve("file"), root.resolve("outside/file"));
    Files.createSymbolicLink(path.resolve("dangling"), root.resolve("none"));

    assertThatThrownBy(() -> folder.folder("folder")).hasMessage("folder is no folder");
    assertThatThrownBy(() -> folder.folder("folder", "deep")).hasMessage("folder is no folder");
    assertThatThrownBy(() -> folder.open("file")).hasMessage("file is no regular file");
    assertThatThrownBy(() -> folder.open("dangling")).hasMessage("dangling is no regular file");
  }

  @Test
  void opensNoFifo() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", path.resolve("fifo").toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> folder.open("fifo")).hasMessage("fifo is no regular file");
    assertThatThrownBy(() -> folder.folder("fifo")).hasMessage("fifo is no folder");
  }

  @Test
  void aFolderWithTooManyEntriesIsRefused() throws IOException {
    Files.createFile(path.resolve("one"));
    Files.createFile(path.resolve("two"));

    assertThat(folder.names(2)).containsExactlyInAnyOrder("one", "two");
    assertThatThrownBy(() -> folder.names(1)).hasMessage("a folder has more than 1 entries");
  }
}
