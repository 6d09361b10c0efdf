package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.disk.PrivateFiles;
import dev.valise.testing.FolderContent;
import dev.valise.testing.FolderTree;
import dev.valise.testing.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that even their owner may not read, write or enter. */
class UnreadableFilesIT {

  @Test
  void areRefusedByNameAndTidiedAway(@TempDir Path temporary) throws Exception {
    assertThat(ForkedJvm.boundByModes().run(Scenario.class, temporary.toString()))
        .contains("all is well");
  }

  /** Runs where modes bind. */
  static final class Scenario {
    private final SnapshotFixture fixture = new SnapshotFixture();
    private final Path temporary;

    private Scenario(Path temporary) {
      this.temporary = temporary;
    }

    public static void main(String[] arguments) throws IOException {
      var scenario = new Scenario(Path.of(arguments[0]));
      scenario.areRefusedByName();
      scenario.areTidiedAway();
      scenario.areKeptWhereTheyCanBeRead();
      System.out.println("all is well");
    }

    private Path hostile(String name) throws IOException {
      Path folder = temporary.resolve(name);
      for (String path :
          new String[] {"open", "closed file", "closed/in it", "not to enter/in it", "listed/x"}) {
        FolderContent.write(folder, path, path.getBytes(UTF_8));
      }
      closeAll(folder);
      return folder;
    }

    private static void closeAll(Path folder) throws IOException {
      mode(folder.resolve("closed file"), 0);
      mode(folder.resolve("closed"), 0);
      mode(folder.resolve("not to enter"), 0400);
      mode(folder.resolve("listed"), 0500);
      assertThat(Files.isReadable(folder.resolve("closed file"))).isFalse();
      assertThat(Files.isReadable(folder.resolve("closed"))).isFalse();
      assertThat(Files.isWritable(folder.resolve("listed"))).isFalse();
    }

    private static void mode(Path file, int mode) throws IOException {
      Files.setAttribute(file, "unix:mode", mode);
    }

    private void areRefusedByName() throws IOException {
      SavedSnapshot saved = fixture.save(hostile("saved"));
      assertThat(saved.refused())
          .containsExactlyInAnyOrder(
              "'closed file': it may not be read",
              "'closed': it may not be read",
              "'not to enter/in it': it may not be read");
      assertThat(fixture.read(saved.manifest())).containsOnlyKeys("open", "listed/x");
    }

    private void areTidiedAway() throws IOException {
      Path source = temporary.resolve("source");
      FolderContent.write(source, "listed/deep/x", new byte[1]);
      FolderContent.write(source, "closed/in it", new byte[2]);
      mode(source.resolve("listed"), 0500);
      Snapshot snapshot = fixture.save(source).snapshot();
      Path folder = temporary.resolve("checkout");
      var base = new Base(snapshot, Optional.of(snapshot.checkOut(folder, Optional.empty())));
      assertThat(FolderTree.of(folder)).isEqualTo(FolderTree.of(source));

      mode(folder.resolve("listed"), 0700);
      hostile("checkout");
      snapshot.checkOut(folder, Optional.of(base));
      assertThat(FolderTree.of(folder)).isEqualTo(FolderTree.of(source));

      mode(folder.resolve("listed"), 0700);
      hostile("checkout");
      PrivateFiles.deleteTree(folder);
      assertThat(folder).doesNotExist();
    }

    private void areKeptWhereTheyCanBeRead() throws IOException {
      Path source = temporary.resolve("readable");
      FolderContent.write(source, "a/b/c", new byte[3]);
      mode(source.resolve("a/b/c"), 0400);
      mode(source.resolve("a/b"), 0500);
      mode(source.resolve("a"), 0500);
      Path folder = temporary.resolve("again");
      SavedSnapshot saved = fixture.save(source);
      assertThat(saved.refused()).isEmpty();
      CheckoutRecord record = fixture.checkOut(saved.manifest(), folder);
      assertThat(FolderTree.of(folder)).isEqualTo(FolderTree.of(source));

      SavedSnapshot other = fixture.save(Files.createDirectory(temporary.resolve("empty")));
      other
          .snapshot()
          .checkOut(folder, Optional.of(new Base(saved.snapshot(), Optional.of(record))));
      assertThat(folder).isEmptyDirectory();
    }
  }
}
