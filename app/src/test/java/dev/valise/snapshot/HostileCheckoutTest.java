package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.FolderContent;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkout onto what a session left behind, whatever that is: the folder is what the snapshot
 * says, and nothing outside of it is touched.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCheckoutTest {
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path temporary;
  private final Path outside;
  private final Path folder;
  private SortedMap<String, String> outsideBefore;
  private SortedMap<String, String> saved;
  private Base base;

  HostileCheckoutTest(@TempDir Path temporary) {
    this.temporary = temporary;
    this.outside = temporary.resolve("outside");
    this.folder = temporary.resolve("folder");
  }

  @BeforeEach
  void aCheckoutAndASecretBesideIt() throws IOException {
    FolderContent.write(outside, "secret", "root:x:0:0".getBytes(UTF_8));
    FolderContent.write(outside, "leveldb/CURRENT", "not yours".getBytes(UTF_8));
    outsideBefore = FolderTree.of(outside);
    Path source = temporary.resolve("source");
    FolderContent.write(source, "Default/Cookies", "sid=1".getBytes(UTF_8));
    FolderContent.write(source, "Default/Local Storage/leveldb/CURRENT", "M-1".getBytes(UTF_8));
    FolderContent.write(source, "Local State", "{}".getBytes(UTF_8));
    saved = FolderTree.of(source);
    Snapshot snapshot = fixture.save(source).snapshot();
    base = new Base(snapshot, Optional.of(snapshot.checkOut(folder, Optional.empty())));
  }

  @AfterEach
  void nothingOutsideWasTouched() throws IOException {
    assertThat(FolderTree.of(outside)).isEqualTo(outsideBefore);
  }

  private void assertTidied() throws IOException {
    CheckoutRecord record = base.snapshot().checkOut(folder, Optional.of(base));
    assertThat(FolderTree.of(folder)).isEqualTo(saved);
    var again = new Base(base.snapshot(), Optional.of(record));
    assertThat(fixture.save(folder, again).written()).as("the record is of the folder").isEmpty();
  }

  @Test
  void aFolderThatBecameALink() throws IOException {
    PrivateFiles.deleteTree(folder.resolve("Default/Local Storage"));
    Files.createSymbolicLink(folder.resolve("Default/Local Storage"), outside);
    assertTidied();
  }

  @Test
  void aFileThatBecameALink() throws IOException {
    Files.delete(folder.resolve("Default/Cookies"));
    Files.createSymbolicLink(folder.resolve("Default/Cookies"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("more"), Path.of("../outside"));
    assertTidied();
  }

  @Test
  void aSecondNameOfAFileOutside() throws IOException {
    Files.delete(folder.resolve("Default/Cookies"));
    Files.createLink(folder.resolve("Default/Cookies"), outside.resolve("secret"));
    assertTidied();
  }

  @Test
  void pipesAndSocketsInThePlaceOfFilesAndFolders() throws Exception {
    PrivateFiles.deleteTree(folder.resolve("Default/Local Storage"));
    Files.delete(folder.resolve("Local State"));
    Shell.run(folder, "mkfifo 'Default/Local Storage' pipe");
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("Local State")));
      assertTidied();
    }
  }

  @Test
  void filesAndFoldersThatSwapped() throws IOException {
    PrivateFiles.deleteTree(folder.resolve("Default/Local Storage"));
    FolderContent.write(folder, "Default/Local Storage", new byte[10]);
    Files.delete(folder.resolve("Local State"));
    FolderContent.write(folder, "Local State/a/b/c", new byte[10]);
    assertTidied();
  }

  @Test
  void namesThatAreNoText() throws Exception {
    Shell.run(
        folder,
        "printf x > \"$(printf 'file\\377')\" && mkdir -p \"$(printf 'Default/folder\\377')/a\" &&"
            + " printf x > \"$(printf 'Default/folder\\377')/a/b\" && printf x > 'new\nline'");
    assertTidied();
    assertThat(folder.resolve("Default")).isDirectoryNotContaining("glob:**folder*");
  }

  @Test
  void foldersThatNobodyMayWriteInto() throws IOException {
    FolderContent.write(folder, "Default/closed/inner/file", new byte[10]);
    for (String closed : new String[] {"Default/closed/inner", "Default/closed", "Default"}) {
      Files.setPosixFilePermissions(
          folder.resolve(closed), PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    assertTidied();
  }

  @Test
  void aTreeThatIsDeeperThanAnyPath() throws Exception {
    makeDeep(30, "printf x > file");
    assertTidied();
    makeDeep(60, "mkfifo pipe");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    PrivateFiles.deleteTree(folder);
    assertThat(folder).doesNotExist();

    base.snapshot().checkOut(folder, Optional.empty());
    assertThat(FolderTree.of(folder)).isEqualTo(saved);
  }

  /** From the innermost folder outwards: each one is moved into the next. */
  private void makeDeep(int depth, String inTheInnermost) throws Exception {
    Path inner = Files.createDirectory(temporary.resolve("deep0"));
    Shell.run(inner, inTheInnermost);
    for (int i = 1; i <= depth; i++) {
      Path outer = Files.createDirectory(temporary.resolve("deep" + i));
      Files.move(inner, outer.resolve("d".repeat(200)));
      inner = outer;
    }
    Files.move(inner, folder.resolve("deep" + depth));
  }
}
