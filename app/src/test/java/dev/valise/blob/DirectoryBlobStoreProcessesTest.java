package dev.valise.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Race;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes with one folder: nobody's upload is taken for a leftover while it grows. */
class DirectoryBlobStoreProcessesTest {
  private static final BlobKey KEY = new BlobKey("packs/ab/abc");

  private final Path root;
  private final List<Process> started = new ArrayList<>();

  DirectoryBlobStoreProcessesTest(@TempDir Path folder) {
    this.root = folder.resolve("blobs");
  }

  @AfterEach
  void killWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void anUploadOfAnotherProcessIsNotDisturbed() throws Exception {
    try (DirectoryBlobStore before = DirectoryBlobStore.open(root)) {
      Process other = uploading();
      try (DirectoryBlobStore after = DirectoryBlobStore.open(root)) {
        BlobStoreContract.put(after, new BlobKey("packs/ab/own"), "own");
        assertThatThrownBy(() -> after.read(KEY)).isInstanceOf(NoSuchBlobException.class);

        other.outputWriter().append('\n').flush();
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(other.inputReader().readLine()).isEqualTo("committed");
        assertThat(after.read(KEY, 0, 1000)).hasSize(1000);
        assertThat(before.read(KEY, 0, 1000)).hasSize(1000);
      }
    }
  }

  @Test
  void whatAProcessLeftThatWasKilledIsRemoved() throws Exception {
    Process other = uploading();
    Path leftover = onlyUpload();
    other.destroyForcibly();
    assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(leftover).as("nobody cleaned up").exists();

    try (DirectoryBlobStore store = DirectoryBlobStore.open(root)) {
      assertThat(leftover.getParent()).doesNotExist();
      assertThatThrownBy(() -> store.read(KEY)).isInstanceOf(NoSuchBlobException.class);
    }
    assertThat(incoming()).isEmpty();
  }

  @Test
  void storesOfOneProcessDoNotDisturbEachOther() throws IOException {
    DirectoryBlobStore one = DirectoryBlobStore.open(root);
    try (BlobUpload upload = one.upload(KEY)) {
      upload.write(new byte[1000]);
      DirectoryBlobStore.open(root).close();
      DirectoryBlobStore.open(root).close();
      assertThat(upload.commit()).isEqualTo(1000);
    }
    assertThat(one.read(KEY, 0, 1000)).hasSize(1000);
    one.close();
    assertThat(incoming()).isEmpty();
  }

  /** Closing any descriptor of a locked file would unlock it for the whole process. */
  @Test
  void aStoreThatWasOpenedAndClosedLeavesTheLocksOfItsProcess() throws Exception {
    try (DirectoryBlobStore one = DirectoryBlobStore.open(root);
        BlobUpload upload = one.upload(KEY)) {
      DirectoryBlobStore.open(root).close();
      Process other = uploading();
      other.destroyForcibly();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
      upload.write(1);
      assertThat(upload.commit()).isEqualTo(1);
    }
  }

  @Test
  void whatAnOlderReleaseLeftIsRemoved() throws IOException {
    Files.createDirectories(root.resolve(".incoming/folder"));
    Files.writeString(root.resolve(".incoming/1"), "half a pack");
    Files.writeString(root.resolve(".incoming/folder/1"), "half a pack");
    DirectoryBlobStore.open(root).close();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void manyOpenAndCloseAtTheSameTime() throws Exception {
    Race.of(
        12,
        number -> {
          for (int round = 0; round < 5; round++) {
            try (DirectoryBlobStore store = DirectoryBlobStore.open(root)) {
              BlobStoreContract.put(store, new BlobKey("packs/" + number + "/" + round), "x");
            }
          }
          return number;
        });
    var found = new ArrayList<BlobKey>();
    try (DirectoryBlobStore store = DirectoryBlobStore.open(root)) {
      store.list("packs", blob -> found.add(blob.key()));
    }
    assertThat(found).hasSize(12 * 5);
    assertThat(incoming()).isEmpty();
  }

  /** Starts a process and returns when it is in the middle of an upload. */
  private Process uploading() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                UploadingProcess.class.getName(),
                root.toString(),
                KEY.value())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("uploading");
    return process;
  }

  private Path onlyUpload() throws IOException {
    List<Path> files =
        incoming().stream().filter(file -> !file.toString().endsWith(".lock")).toList();
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  private List<Path> incoming() throws IOException {
    try (Stream<Path> entries = Files.walk(root.resolve(".incoming"))) {
      return entries.filter(Files::isRegularFile).toList();
    }
  }
}
