package dev.valise.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @Test
  void writesAndReplacesLeavingNothingBeside(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("root.key");
    DurableFile.write(file, "first, the longer".getBytes(UTF_8));
    DurableFile.write(file, "second".getBytes(UTF_8));

    assertThat(file).hasContent("second");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void whatAnInterruptedWriteLeftIsInNobodysWay(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("root.key");
    Files.writeString(folder.resolve("root.key.new"), "half a k");
    DurableFile.write(file, "whole key".getBytes(UTF_8));

    assertThat(file).hasContent("whole key");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aLinkIsReplacedAndWhatItPointsAtStays(@TempDir Path folder) throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "precious");
    Path file = folder.resolve("root.key");
    Files.createSymbolicLink(file, outside);
    Files.createSymbolicLink(folder.resolve("root.key.new"), outside);
    DurableFile.write(file, "key".getBytes(UTF_8));

    assertThat(outside).hasContent("precious");
    assertThat(file).hasContent("key").isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void aWriteThatFailsLeavesTheOldFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("root.key"), "old");
    Path inTheWay = Files.createDirectory(folder.resolve("root.key.new"));
    Files.writeString(inTheWay.resolve("x"), "not empty");

    assertThatThrownBy(() -> DurableFile.write(file, new byte[1])).isInstanceOf(IOException.class);
    assertThat(file).hasContent("old");
  }

  @Test
  void theRootLiesInNoFolder() {
    assertThatIllegalArgumentException().isThrownBy(() -> DurableFile.folderOf(Path.of("/")));
    assertThat(DurableFile.folderOf(Path.of("x"))).isEqualTo(Path.of("").toAbsolutePath());
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
