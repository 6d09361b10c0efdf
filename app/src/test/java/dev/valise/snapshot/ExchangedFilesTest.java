package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.FolderContent;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that become something else after a save has seen them and before it reads them. It must
 * come to its end and store nothing from elsewhere; what it missed the next one finds.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExchangedFilesTest {
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path folder;
  private final Path outside;
  private final Path restored;

  ExchangedFilesTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("folder");
    this.outside = temporary.resolve("outside");
    this.restored = temporary.resolve("restored");
  }

  @BeforeEach
  void files() throws IOException {
    FolderContent.write(outside, "later", "the server's own secret".getBytes(UTF_8));
    FolderContent.write(folder, "first", "first".getBytes(UTF_8));
    FolderContent.write(folder, "later", "later".getBytes(UTF_8));
  }

  private interface Exchange {
    void run(Path file) throws Exception;
  }

  /** What is exchanged comes behind the first file. */
  private Set<String> savedDuring(Exchange exchange) throws IOException {
    SaveRequest request = SaveRequest.of(folder, Preset.everything(), Map.of(), fixture.vault);
    SavedSnapshot saved =
        fixture.store.save(
            request.telling((files, _, _, _) -> {
              if (files == 1) {
                run(exchange);
              }
            }));
    assertThat(fixture.read(saved.manifest()).values())
        .as("sizes and hashes")
        .doesNotContainAnyElementsOf(FolderContent.of(outside).values());
    SavedSnapshot next = fixture.store.save(request.on(SnapshotFixture.base(saved)));
    fixture.checkOut(next.manifest(), restored);
    return fixture.read(saved.manifest()).keySet();
  }

  private void run(Exchange exchange) {
    try {
      exchange.run(folder.resolve("later"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void delete() throws IOException {
    PrivateFiles.deleteTree(folder.resolve("later"));
  }

  @Test
  void aFileThatIsGone() throws IOException {
    assertThat(savedDuring(_ -> delete())).containsExactly("first");
  }

  @Test
  void aFileThatIsALinkNow() throws IOException {
    Set<String> saved =
        savedDuring(file -> {
          delete();
          Files.createSymbolicLink(file, outside.resolve("later"));
        });
    assertThat(saved).containsExactly("first");
  }

  /** To open one for reading waits for somebody who writes (fifo(7)). */
  @Test
  void aFileThatIsAPipeNow() throws IOException {
    Set<String> saved =
        savedDuring(_ -> {
          delete();
          Shell.run(folder, "mkfifo later");
        });
    assertThat(saved).containsExactly("first");
  }

  @Test
  void aFileThatIsAFolderNow() throws IOException {
    Set<String> saved =
        savedDuring(file -> {
          delete();
          FolderContent.write(file, "in it", new byte[10]);
        });
    assertThat(saved).containsExactly("first");
    assertThat(FolderTree.of(restored)).isEqualTo(FolderTree.of(folder));
  }

  @Test
  void aFileThatHasGrown() throws IOException {
    Set<String> saved =
        savedDuring(file -> Files.write(file, new byte[2_000_000], StandardOpenOption.APPEND));
    assertThat(saved).containsExactly("first", "later");
    assertThat(FolderTree.of(restored)).isEqualTo(FolderTree.of(folder));
  }

  @Test
  void aFileThatIsEmptyNow() throws IOException {
    Set<String> saved =
        savedDuring(
            file -> Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(0).close());
    assertThat(saved).containsExactly("first", "later");
    assertThat(FolderTree.of(restored)).isEqualTo(FolderTree.of(folder));
  }
}
