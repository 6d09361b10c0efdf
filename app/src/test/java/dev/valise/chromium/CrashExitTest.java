package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashExitTest {

  @TempDir Path folder;

  private Path preferences(String json) throws IOException {
    Files.createDirectories(folder.resolve("Default"));
    return Files.writeString(folder.resolve("Default/Preferences"), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1.0e2,\"profile\":{\"b\":[{}],\"exit_type\":\"Normal\",\"c\":\"é\"},\"d\":9007199254740993}"
            + "|{\"a\":1.0e2,\"profile\":{\"b\":[{}],\"exit_type\":\"Crashed\",\"c\":\"é\"},\"d\":9007199254740993}",
        "{\"exit_type\":\"Normal\",\"profile\":{\"x\":{\"exit_type\":\"Normal\"},\"exit_type\" : \"SessionEnded\" }}"
            + "|{\"exit_type\":\"Normal\",\"profile\":{\"x\":{\"exit_type\":\"Normal\"},\"exit_type\" : \"Crashed\" }}",
        "{\"profile\":{\"name\":\"x\"}}|{\"profile\":{\"exit_type\":\"Crashed\",\"name\":\"x\"}}",
        "{\"profile\":{ }}|{\"profile\":{\"exit_type\":\"Crashed\" }}",
        "{\"a\":{\"profile\":{}}}|{\"profile\":{\"exit_type\":\"Crashed\"},\"a\":{\"profile\":{}}}",
        "{}|{\"profile\":{\"exit_type\":\"Crashed\"}}",
      })
  void replacesOneValueAndKeepsEveryOtherByte(String before, String after) throws IOException {
    Path preferences = preferences(before);
    assertThat(CrashExit.mark(folder)).isTrue();
    assertThat(Files.readString(preferences)).isEqualTo(after);
    assertThat(folder.resolve("Default")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void leavesAMarkedFileAlone() throws IOException {
    Path preferences = preferences("{\"profile\":{\"exit_type\":\"Crashed\"}}");
    Object before = Files.getAttribute(preferences, "unix:ino");
    assertThat(CrashExit.mark(folder)).isTrue();
    assertThat(Files.getAttribute(preferences, "unix:ino")).isEqualTo(before);
  }

  @Test
  void clearsTheMark() throws IOException {
    Path preferences = preferences("{\"profile\":{\"exit_type\":\"Crashed\",\"name\":\"x\"}}");
    assertThat(CrashExit.clear(folder)).isTrue();
    assertThat(preferences).hasContent("{\"profile\":{\"exit_type\":\"Normal\",\"name\":\"x\"}}");
  }

  @Test
  void leavesAFreshFolderAlone() throws IOException {
    assertThat(CrashExit.mark(folder)).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keepsTheFilePrivate() throws IOException {
    Path preferences = preferences("{}");
    CrashExit.mark(folder);
    assertThat(Files.getPosixFilePermissions(preferences))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"profile\":{\"exit_type\":\"Nor",
        "{\"profile\":null}",
        "{\"profile\":{\"exit_type\":3}}",
        "not json"
      })
  void changesNothingInAFileThatIsNotChromiums(String content) throws IOException {
    Path preferences = preferences(content);
    assertThatThrownBy(() -> CrashExit.mark(folder)).isInstanceOf(IOException.class);
    assertThat(preferences).hasContent(content);
    assertThat(folder.resolve("Default")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void followsNoLinks() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside/Default"));
    Path target = Files.writeString(outside.resolve("Preferences"), "{}");
    Path linkedFolder = Files.createDirectory(folder.resolve("one"));
    Files.createSymbolicLink(linkedFolder.resolve("Default"), outside);
    Path linkedFile = folder.resolve("two");
    Files.createDirectories(linkedFile.resolve("Default"));
    Files.createSymbolicLink(linkedFile.resolve("Default/Preferences"), target);
    assertThatThrownBy(() -> CrashExit.mark(linkedFolder)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CrashExit.mark(linkedFile)).isInstanceOf(IOException.class);
    assertThat(target).hasContent("{}");
  }

  @Test
  void readsNoFileThatWouldFillTheMemory() throws IOException {
    Path preferences = preferences("{}");
    try (var file = new RandomAccessFile(preferences.toFile(), "rw")) {
      // Of which the disk has not one byte.
      file.setLength(5L << 30);
    }
    assertThatThrownBy(() -> CrashExit.mark(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5368709120 bytes");
    assertThat(preferences).hasSize(5L << 30);
  }

  @Test
  @Timeout(10)
  void waitsForNoPipe() throws Exception {
    Files.createDirectory(folder.resolve("Default"));
    Shell.run(folder, "mkfifo Default/Preferences");
    assertThatThrownBy(() -> CrashExit.mark(folder)).isInstanceOf(IOException.class);
  }
}
