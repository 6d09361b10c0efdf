package dev.valise.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFoldersTest {
  private final Path root;
  private final DurableFolders folders;

  DurableFoldersTest(@TempDir Path root) {
    this.root = root;
    this.folders = new DurableFolders(root);
  }

  @Test
  void makesAFolderWithItsParents() throws IOException {
    Path deep = root.resolve("a/b/c");
    folders.make(deep);
    folders.make(deep);
    folders.make(root.resolve("a/b/d"));
    folders.make(root);

    for (String made : new String[] {"a", "a/b", "a/b/c", "a/b/d"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(made))))
          .as(made)
          .isEqualTo("rwx------");
    }
  }

  @Test
  void takesWhatAnotherProcessMade() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    folders.make(root.resolve("a/b/c"));
    assertThat(root.resolve("a/b/c")).isDirectory();
  }

  @Test
  void makesNoFolderElsewhere() {
    var inside = new DurableFolders(root.resolve("root"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inside.make(root.resolve("elsewhere/deep")));
    assertThat(root).isEmptyDirectory();
  }
}
