package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.ChangingFolder;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are saved, whatever a hostile page or client put there. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderScanTest {
  private static final String SECRET = "root:x:0:0:the-servers-own-secret";

  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path outside;
  private final Path folder;

  FolderScanTest(@TempDir Path temporary) {
    this.outside = temporary.resolve("outside");
    this.folder = temporary.resolve("user-data-dir");
  }

  @BeforeEach
  void aFolderAndASecretBesideIt() throws IOException {
    FolderContent.write(outside, "secret", SECRET.getBytes(UTF_8));
    FolderContent.write(folder, "Default/Cookies", "cookies".getBytes(UTF_8));
  }

  @Test
  void linksAreNeitherFollowedNorStored() throws IOException {
    Files.createSymbolicLink(folder.resolve("Default/to-file"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("Default/to-folder"), outside);
    Files.createSymbolicLink(folder.resolve("Default/upwards"), Path.of("../../outside/secret"));
    Files.createSymbolicLink(folder.resolve("Default/loop"), folder);
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("host-4711"));
    SavedSnapshot saved = fixture.save(folder);

    assertThat(fixture.read(saved.manifest())).containsOnlyKeys("Default/Cookies");
    assertThat(saved.leftOut()).isEqualTo(new LeftOut(5, 0, new TreeMap<>()));
    assertThat(saved.refused())
        .hasSize(5)
        .contains("'dangling': a symbolic link", "'Default/to-folder': a symbolic link");
    PackIndex pack = List.copyOf(fixture.tree(saved.manifest()).packs().values()).getFirst();
    assertThat(pack.segments()).hasSize(1);
    var segment = pack.segments().getFirst();
    byte[] sealed = fixture.blobs.read(pack.key(), segment.offset(), segment.length());
    assertThat(Envelope.open(fixture.vault, pack.key(), 0, sealed))
        .as("all that is stored")
        .asString(UTF_8)
        .isEqualTo("cookies");
  }

  @Test
  void specialFilesAreNeitherReadNorStored() throws Exception {
    Shell.run(folder, "mkfifo Default/pipe");
    Shell.run(folder, "mknod Default/device c 1 5 || mkfifo Default/device");
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("Default/socket")));
      SavedSnapshot saved = fixture.save(folder);

      assertThat(fixture.read(saved.manifest())).containsOnlyKeys("Default/Cookies");
      assertThat(saved.leftOut()).isEqualTo(new LeftOut(3, 0, new TreeMap<>()));
      assertThat(saved.refused())
          .containsExactlyInAnyOrder(
              "'Default/device': not a regular file",
              "'Default/pipe': not a regular file",
              "'Default/socket': not a regular file");
    }
  }

  @Test
  void aFolderThatIsALinkIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(outside.resolve("link"), folder);
    assertThatThrownBy(() -> fixture.save(link)).isInstanceOf(NotDirectoryException.class);
    assertThat(fixture.blobs.keys()).isEmpty();
  }

  @Test
  void whatIsNoFolderIsRefused() {
    for (Path none : new Path[] {outside.resolve("secret"), outside.resolve("missing")}) {
      assertThatThrownBy(() -> fixture.save(none)).isInstanceOf(IOException.class);
    }
    assertThat(fixture.blobs.keys()).isEmpty();
  }

  @Test
  void aNameThatIsNoTextIsRefusedAndNotSavedUnderAnother() throws Exception {
    Shell.run(
        folder,
        "touch \"$(printf 'x\\377')\" && mkdir \"$(printf 'd\\377')\" &&"
            + " touch \"$(printf 'd\\377')/in it\"");

    SavedSnapshot saved = fixture.save(folder);
    assertThat(saved.refused())
        .containsExactlyInAnyOrder(
            "'x\\ufffd': its name is not text", "'d\\ufffd': its name is not text");
    assertThat(fixture.read(saved.manifest())).containsOnlyKeys("Default/Cookies");
    assertThat(saved.leftOut().files()).isEqualTo(2);
  }

  @Test
  void aNameThatWouldSpoilALogIsQuoted() throws IOException {
    Files.createSymbolicLink(folder.resolve("a\nb\u001b[31m"), outside);
    assertThat(fixture.save(folder).refused())
        .containsExactly("'a\\u000ab\\u001b[31m': a symbolic link");
  }

  /** So long that no folder with a longer name could take it. */
  @Test
  void aPathThatIsTooLongIsRefusedByName() throws IOException {
    var changing = new ChangingFolder(folder, Seed.fresh("FolderScanTest").random());
    changing.deepFile(4_000);
    changing.deepFile(4_001);
    SavedSnapshot saved = fixture.save(folder);
    assertThat(saved.files()).isEqualTo(2);
    assertThat(saved.refused())
        .singleElement()
        .asString()
        .endsWith("fff': its path is too long")
        .hasSizeGreaterThan(4_000);

    fixture.checkOut(saved.manifest(), outside.resolve("restored"));
    assertThat(fixture.save(outside.resolve("restored")).refused()).isEmpty();
    assertThat(fixture.read(saved.manifest()).keySet()).anyMatch(path -> path.length() == 4_000);
  }

  @Test
  void aTreeMayBeDeeperThanAStack() throws Exception {
    Files.createDirectories(folder.resolve("d/".repeat(900)));
    var scan = new FutureTask<>(() -> FolderScan.of(folder, Preset.full()));
    var thread = new Thread(null, scan, "small stack", 256 << 10);
    thread.start();
    assertThat(scan.get().folders()).hasSize(901);
    // JUnit takes half a minute for it.
    PrivateFiles.deleteTree(folder.resolve("d"));
  }

  @Test
  void droppedFoldersCountWithAllThatIsInThem() throws IOException {
    FolderContent.write(folder, "Default/Cache/a/b/c", new byte[100]);
    FolderContent.write(folder, "Default/Cache/Cookies", new byte[10]);
    Files.createSymbolicLink(folder.resolve("Default/Cache/link"), outside);
    FolderContent.write(folder, "ShaderCache/data", new byte[1]);
    FolderContent.write(folder, "Default/kept after", new byte[7]);
    SavedSnapshot saved = fixture.save(folder);

    assertThat(fixture.read(saved.manifest()))
        .containsOnlyKeys("Default/Cookies", "Default/kept after");
    assertThat(saved.leftOut())
        .isEqualTo(
            new LeftOut(
                4, 111, new TreeMap<>(Map.of("{profile}/Cache/", 110L, "ShaderCache/", 1L))));
  }
}
