package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {

  @TempDir Path folder;

  @Test
  void isPrivateAndShortEnoughForASocket() throws IOException {
    var scratch = ScratchFolder.create();
    assertThat(Files.getPosixFilePermissions(scratch.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(scratch.path().toString()).hasSizeLessThanOrEqualTo(62);
    assertThat(scratch.delete()).isEmpty();
    assertThat(scratch.path()).doesNotExist();
  }

  @Test
  void isDeletedWithoutFollowingLinks() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "x");
    Path scratch = folder.resolve("scratch");
    Files.createDirectories(scratch.resolve("deep/er"));
    Files.createSymbolicLink(scratch.resolve("deep/link"), outside);
    Files.createSymbolicLink(scratch.resolve("dangling"), Path.of("nowhere"));
    assertThat(new ScratchFolder(scratch).delete()).isEmpty();
    assertThat(scratch).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void quotesTheDownloadFolder() throws IOException {
    new ScratchFolder(folder).downloadInto(Path.of("/data/a \"b\" \\c"));
    assertThat(folder.resolve(".config/user-dirs.dirs"))
        .hasContent("XDG_DOWNLOAD_DIR=\"/data/a \\\"b\\\" \\\\c\"");
  }

  @Test
  void isFoundAgainByTheLinkThatTheBrowserLeft() throws IOException {
    var scratch = ScratchFolder.create();
    try {
      leaveLinkTo(scratch.path());
      assertThat(ScratchFolder.leftBy(folder)).contains(scratch);
    } finally {
      assertThat(scratch.delete()).isEmpty();
    }
  }

  /** Whoever controls the browser makes the link: what it names is deleted. */
  @Test
  void aLinkToAnotherFolderIsNotBelieved() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path data = Files.createTempDirectory(temporary, "valise-data");
    Path elsewhere = Files.createDirectory(folder.resolve("valise-4711"));
    try {
      for (Path victim : List.of(data, elsewhere, temporary, Path.of("/"))) {
        leaveLinkTo(victim);
        assertThat(ScratchFolder.leftBy(folder)).as(victim.toString()).isEmpty();
      }
      Path throughDots = temporary.resolve("valise-1/../" + data.getFileName());
      leaveLinkTo(throughDots);
      assertThat(ScratchFolder.leftBy(folder)).isEmpty();
    } finally {
      Files.delete(data);
    }
  }

  private void leaveLinkTo(Path scratch) throws IOException {
    Path link = folder.resolve("SingletonSocket");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, scratch.resolve("org.chromium.Chromium.abc/SingletonSocket"));
  }
}
