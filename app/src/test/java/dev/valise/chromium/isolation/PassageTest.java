package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class PassageTest {
  @TempDir Path folder;

  private Path folder(String name, String mode) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    return made;
  }

  @Test
  void aFolderAboveThatIsClosedToOthersIsInTheWay() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path closed = folder("closed", "rwxr-x---");
    Path data = Files.createDirectory(closed.resolve("data"));
    assertThat(new Passage(data).obstacle()).contains(closed.toRealPath());
    assertThat(new Passage(closed.resolve("not/there")).obstacle()).contains(closed.toRealPath());
  }

  @Test
  void theServersOwnFolderIsNot() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(new Passage(folder("data", "rwx------")).obstacle()).isEmpty();
    assertThat(new Passage(folder.resolve("not/there")).obstacle()).isEmpty();
  }

  @Test
  void aLinkIsJudgedByWhereItLeads() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path closed = folder("closed", "rwx------");
    Files.createDirectory(closed.resolve("data"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), closed.resolve("data"));
    assertThat(new Passage(link).obstacle()).contains(closed.toRealPath());
  }

  @Test
  @EnabledIf("isRoot")
  void opensTheWayAndNothingElse() throws IOException {
    Path data = folder("data", "rwx------");
    Path profile = Files.createDirectories(data.resolve("checkouts/one"));
    Path other = Files.createDirectory(data.resolve("blobs"));
    new Passage(data).openTo(profile);
    assertThat(Passage.isOpen(data)).isTrue();
    assertThat(Passage.isOpen(data.resolve("checkouts"))).isTrue();
    assertThat(Passage.isOpen(profile)).isFalse();
    assertThat(Passage.isOpen(other)).isFalse();
    assertThat(Passage.isOpen(folder)).isFalse();
    assertThat(Files.getPosixFilePermissions(data))
        .isEqualTo(PosixFilePermissions.fromString("rwx--x---"));
  }

  @Test
  void leavesFoldersElsewhereAsTheyAre() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/one"));
    new Passage(folder.resolve("data")).openTo(elsewhere);
    assertThat(Passage.isOpen(folder.resolve("elsewhere"))).isFalse();
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
