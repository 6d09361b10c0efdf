package dev.valise.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forcing to disk is what a commit costs: each one that is needed, and no other. */
class DirectoryBlobStoreForcesTest {
  private final Path folder;
  private final Path root;

  DirectoryBlobStoreForcesTest(@TempDir Path folder) {
    this.folder = folder;
    this.root = folder.resolve("blobs");
  }

  private interface Work {
    void run() throws IOException;
  }

  @Test
  void aCommitForcesTheFileAndItsFolder() throws IOException {
    try (DirectoryBlobStore store = DirectoryBlobStore.open(root)) {
      List<String> first = forcedBy(() -> put(store, "packs/ab/1"));
      assertThat(first).hasSize(4).contains("", "packs").endsWith("packs/ab");
      assertThat(forcedBy(() -> put(store, "packs/ab/2")))
          .satisfiesExactly(
              file -> assertThat(file).startsWith(".incoming/"),
              target -> assertThat(target).isEqualTo("packs/ab"));
      assertThat(forcedBy(() -> put(store, "packs/cd/3")))
          .satisfiesExactly(
              parent -> assertThat(parent).isEqualTo("packs"),
              file -> assertThat(file).startsWith(".incoming/"),
              target -> assertThat(target).isEqualTo("packs/cd"));
    }
  }

  @Test
  void aFolderThatAnotherProcessMadeIsForcedOnce() throws IOException {
    try (DirectoryBlobStore other = DirectoryBlobStore.open(root)) {
      put(other, "packs/ab/1");
    }
    try (DirectoryBlobStore store = DirectoryBlobStore.open(root)) {
      assertThat(forcedBy(() -> put(store, "packs/ab/2"))).hasSize(4);
      assertThat(forcedBy(() -> put(store, "packs/ab/3"))).hasSize(2);
    }
  }

  @Test
  void aLargeUploadIsForcedWhileItGrows() throws IOException {
    try (DirectoryBlobStore store = DirectoryBlobStore.open(root)) {
      put(store, "packs/ab/1");
      List<String> forced =
          forcedBy(() -> {
            try (BlobUpload upload = store.upload(new BlobKey("packs/ab/2"))) {
              upload.write(new byte[20 << 20]);
              assertThat(upload.commit()).isEqualTo(20 << 20);
            }
          });
      assertThat(forced)
          .satisfiesExactly(
              ahead -> assertThat(ahead).startsWith(".incoming/"),
              file -> assertThat(file).startsWith(".incoming/"),
              target -> assertThat(target).isEqualTo("packs/ab"));
    }
  }

  private static void put(BlobStore store, String key) throws IOException {
    BlobStoreContract.put(store, new BlobKey(key), "sealed");
  }

  /** What was forced to disk under the root, in order. */
  private List<String> forcedBy(Work work) throws IOException {
    Path file = folder.resolve("forces.jfr");
    try (var recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> Path.of(event.getString("path")).startsWith(root))
        .sorted((one, other) -> one.getStartTime().compareTo(other.getStartTime()))
        .map(this::forced)
        .toList();
  }

  private String forced(RecordedEvent event) {
    return root.relativize(Path.of(event.getString("path"))).toString();
  }
}
