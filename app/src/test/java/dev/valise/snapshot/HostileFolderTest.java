package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a folder in which a program may put anything in the way at any moment. */
final class HostileFolderTest {
  @TempDir private Path folder;
  @TempDir private Path outside;

  @Test
  void filesAreOpenedThroughTheirFolders() throws IOException {
    FolderContent.write(folder, "a/b/c/file", "deep".getBytes(UTF_8));
    FolderContent.write(folder, "a/file", "less deep".getBytes(UTF_8));
    FolderContent.write(folder, "名前", "top".getBytes(UTF_8));
    try (HostileFolder held = hold()) {
      assertThat(read(held, "a/b/c/file")).contains("deep");
      assertThat(read(held, "a/file")).contains("less deep");
      assertThat(read(held, "名前")).contains("top");
      assertThat(read(held, "a/missing")).isEmpty();
      assertThat(read(held, "missing/file")).isEmpty();
      assertThat(read(held, "a/b/c/file")).contains("deep");
    }
  }

  @Test
  void noLinkIsFollowedWhereverItStands() throws IOException {
    FolderContent.write(outside, "secret", "secret".getBytes(UTF_8));
    FolderContent.write(folder, "a/secret", "own".getBytes(UTF_8));
    Files.createSymbolicLink(folder.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("folder"), outside);
    Files.createSymbolicLink(folder.resolve("a/up"), folder.resolve("a"));
    try (HostileFolder held = hold()) {
      assertThat(read(held, "file")).isEmpty();
      assertThat(read(held, "folder/secret")).isEmpty();
      assertThat(read(held, "a/up/secret")).isEmpty();
      assertThat(read(held, "a/secret")).contains("own");
    }
  }

  @Test
  void aFolderThatWasExchangedForALinkLeadsToWhatWasOpened() throws IOException {
    FolderContent.write(outside, "secret", "secret".getBytes(UTF_8));
    FolderContent.write(folder, "a/secret", "own".getBytes(UTF_8));
    try (HostileFolder held = hold()) {
      assertThat(read(held, "a/secret")).contains("own");
      Files.move(folder.resolve("a"), folder.resolve("b"));
      Files.createSymbolicLink(folder.resolve("a"), outside);
      assertThat(read(held, "a/secret")).contains("own");
      assertThat(read(held, "b/secret")).contains("own");
      assertThat(read(held, "a/secret")).isEmpty();
    }
  }

  @Test
  void aPipeHoldsNobodyUp() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (HostileFolder held = hold()) {
            assertThat(read(held, "pipe")).isEmpty();
          }
        });
  }

  @Test
  void aLinkInPlaceOfTheFolderIsNotEntered() throws IOException {
    Path link = outside.resolve("link");
    Files.createSymbolicLink(link, folder);

    assertThatThrownBy(() -> HostileFolder.hold(link)).isInstanceOf(IOException.class);
  }

  private HostileFolder hold() throws IOException {
    return HostileFolder.hold(folder).orElseThrow();
  }

  private static Optional<String> read(HostileFolder held, String path) throws IOException {
    Optional<FileChannel> opened = held.open(path);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel file = opened.get()) {
      var content = ByteBuffer.allocate(100);
      int _ = file.read(content);
      return Optional.of(new String(content.array(), 0, content.position(), UTF_8));
    }
  }
}
