package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenedDataTest {
  private final Path data;

  OpenedDataTest(@TempDir Path folder) {
    this.data = folder.resolve("da%sta");
  }

  @Test
  void isOpenedBesideAServerAndSaysThatItRuns() throws IOException {
    DataFixture.make(data, "default");
    try (DataFolder _ = DataFolder.hold(data);
        OpenedData opened = OpenedData.besideServer(data)) {
      assertThat(opened.folder().serverRuns()).isTrue();
      assertThat(opened.catalog().organisations().all()).hasSize(1);
      assertThat(opened.openBlobs()).isNotNull();
      assertThatThrownBy(() -> DataFolder.hold(data)).as("still held").isNotNull();
    }
    try (OpenedData opened = OpenedData.besideServer(data)) {
      assertThat(opened.folder().serverRuns()).isFalse();
    }
  }

  @Test
  void servesForWorkThatNoServerMayDisturb() throws IOException {
    DataFixture.make(data, "default");
    try (DataFolder _ = DataFolder.hold(data)) {
      assertThatThrownBy(() -> OpenedData.withoutServer(data))
          .isInstanceOf(StartupException.class)
          .hasMessage(
              "the data folder %s is in use by another server, process %d: "
                      .formatted(data, ProcessHandle.current().pid())
                  + "stop it, or choose another folder with --data");
    }
    try (OpenedData opened = OpenedData.withoutServer(data)) {
      assertThat(opened.folder().serverRuns()).isFalse();
      assertThatThrownBy(() -> DataFolder.hold(data)).isInstanceOf(StartupException.class);
    }
    DataFolder.hold(data).close();
  }

  @Test
  void refusesWhatNoServerHasMadeAndLeavesItAsItIs() throws IOException {
    assertRefused("there is nothing of Valise in the folder " + data);
    assertThat(data).doesNotExist();

    Files.createDirectory(data);
    assertRefused("there is nothing of Valise in the folder " + data);
    assertThat(data).isEmptyDirectory();

    Files.writeString(data.resolve("letter.txt"), "Dear Anna");
    assertRefused("there is nothing of Valise in the folder " + data);
    assertThat(FolderContent.of(data)).containsOnlyKeys("letter.txt");
  }

  @Test
  void refusesAFolderWithoutItsRootKeyAndMakesNone() throws IOException {
    DataFixture.make(data, "default");
    Files.delete(data.resolve("root-key"));
    assertRefused(data.resolve("root-key") + " is missing");
    assertThat(data.resolve("root-key")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoCatalog() throws IOException {
    DataFixture.make(data, "default");
    Files.writeString(data.resolve("catalog.db"), "This is no database. ".repeat(100));
    assertRefused("cannot open the catalog");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> OpenedData.besideServer(data))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> OpenedData.withoutServer(data))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(message);
  }
}
