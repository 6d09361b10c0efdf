package dev.valise.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFilesTest {
  private final Path folder;

  PrivateFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  void modesDoNotDependOnTheUmask(String umask) throws Exception {
    Path made = folder.resolve("made");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MakesPrivateFiles.class.getName(),
                made.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(output).isEqualTo("made rwx------\nmade/deep rwx------\nmade/deep/file rw-------\n");
  }

  @Test
  void aFileIsMadeOnlyWhereNothingStands() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));

    for (Path taken : new Path[] {outside, link, dangling, folder}) {
      assertThatThrownBy(() -> PrivateFiles.create(taken))
          .as(taken.toString())
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(outside).hasContent("precious");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void deletingATreeFollowsNoLink() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "precious");
    Path tree = Files.createDirectories(folder.resolve("tree/deep")).resolveSibling("");
    Files.writeString(tree.resolve("deep/file"), "x");
    Files.createSymbolicLink(tree.resolve("deep/to-folder"), outside);
    Files.createSymbolicLink(tree.resolve("to-file"), precious);
    Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("none"));

    PrivateFiles.deleteTree(tree);
    assertThat(tree).doesNotExist();
    assertThat(precious).hasContent("precious");
  }

  @Test
  void deletingALinkLeavesWhatItPointsAt() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);

    PrivateFiles.deleteTree(link);
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(precious).hasContent("precious");
  }

  @Test
  void deletingAMissingTreeIsFine() throws IOException {
    PrivateFiles.deleteTree(folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aTreeMayBeDeeperThanFoldersAreHeldOpen() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Path inner = tree;
    for (int depth = 0; depth < 300; depth++) {
      inner = Files.createDirectory(inner.resolve("d"));
      Files.createFile(inner.resolve("file"));
    }
    // Names that what lies deep could get at the top.
    Files.createDirectories(tree.resolve("deep-1/taken"));
    Files.createFile(tree.resolve("deep-2"));

    PrivateFiles.deleteTree(tree);
    assertThat(folder).isEmptyDirectory();
  }
}
