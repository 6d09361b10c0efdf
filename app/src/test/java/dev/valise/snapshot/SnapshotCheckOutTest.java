package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkout writes into its folder and nowhere else. */
class SnapshotCheckOutTest {
  private final SnapshotFixture fixture = new SnapshotFixture();
  private final Path temporary;
  private final Path folder;

  SnapshotCheckOutTest(@TempDir Path temporary) {
    this.temporary = temporary;
    this.folder = temporary.resolve("checkout");
  }

  @BeforeEach
  void anEmptyFolder() throws IOException {
    Files.createDirectory(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../evil",
        "/evil",
        "Default/../../evil",
        "Default/..",
        "./evil",
        "a/./b",
        "a//b",
        "a/",
        "a/../b",
        "nul\0byte"
      })
  void aPathThatLeadsOutsideOrIsNotPlainIsRefused(String path) throws IOException {
    BlobKey forged = fixture.forge(treeWith(path));
    assertThatThrownBy(() -> fixture.checkOut(forged, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("path");
    assertThatThrownBy(() -> fixture.read(forged))
        .as("for other programs too")
        .isInstanceOf(IOException.class);
    assertThat(FolderContent.of(temporary)).isEmpty();
  }

  @Test
  void aManifestThatMakesNoSenseIsRefused() throws IOException {
    byte[] once = TreeEncoder.encode(treeWith("a"), Tree.EMPTY).bytes();
    byte[] again = Arrays.copyOf(once, once.length - 1);
    byte[] twice = ByteBuffer.allocate(once.length * 2 - 1).put(again).put(once).array();
    assertRefused(new ManifestIndex(Optional.empty(), List.of(), Map.of(), 1), twice);
    assertRefused(new ManifestIndex(Optional.empty(), List.of(), Map.of(), 2), once);
    assertRefused(new ManifestIndex(Optional.empty(), List.of(), Map.of(), 1), again);
  }

  private void assertRefused(ManifestIndex index, byte[] treePart) throws IOException {
    BlobKey forged = fixture.forge(index, treePart);
    assertThatThrownBy(() -> fixture.checkOut(forged, folder))
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining(forged.value());
    assertThat(FolderContent.of(temporary)).isEmpty();
  }

  @Test
  void linksInTheFolderAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createSymbolicLink(folder.resolve("Default"), outside);
    Snapshot snapshot = snapshot();

    assertThatThrownBy(() -> snapshot.checkOut(folder, Optional.empty()))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFolderWithSomethingInItIsRefusedAndLeftAlone() throws IOException {
    FolderContent.write(folder, "Default/History", "of another checkout".getBytes(UTF_8));
    var before = FolderContent.of(folder);
    Snapshot snapshot = snapshot();

    assertThatThrownBy(() -> snapshot.checkOut(folder, Optional.empty()))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }

  @Test
  void theFolderMayBeNamedInAnyWay() throws IOException {
    Snapshot snapshot = snapshot();
    snapshot.checkOut(temporary.resolve("checkout/../checkout/."), Optional.empty());
    assertThat(folder.resolve("Default/Cookies")).hasContent("sid=1");

    Path fromHere = Path.of("").toAbsolutePath().relativize(temporary.resolve("made"));
    snapshot.checkOut(fromHere, Optional.empty());
    assertThat(temporary.resolve("made/Default/Cookies")).hasContent("sid=1");

    for (Path name : new Path[] {fromHere, temporary.resolve("./checkout/../checkout")}) {
      assertThat(fixture.read(fixture.save(name).manifest())).containsOnlyKeys("Default/Cookies");
    }
  }

  private Snapshot snapshot() throws IOException {
    Path saved = temporary.resolve("saved");
    FolderContent.write(saved, "Default/Cookies", "sid=1".getBytes(UTF_8));
    return fixture.store.open(fixture.save(saved).manifest(), fixture.vault);
  }

  private static Tree treeWith(String path) {
    return new Tree(List.of(new TreeEntry.File(path, 0600, 0, 0, List.of())), Map.of());
  }
}
