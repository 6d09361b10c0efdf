package dev.valise.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {
  private static final String INCOMING = ".incoming/process";

  private final Path root;

  DirectoryBlobStoreTest(@TempDir Path folder) {
    this.root = folder.resolve("blobs");
  }

  @Override
  BlobStore open() throws IOException {
    return DirectoryBlobStore.open(root);
  }

  @Test
  void filesAndFoldersAreClosedToOthers() throws IOException {
    BlobStore store = open();
    put(store, new BlobKey("packs/ab/abc"), "sealed");
    BlobUpload growing = store.upload(new BlobKey("packs/ab/growing"));

    Map<String, String> modes = modes();
    assertThat(modes)
        .containsOnlyKeys(
            "",
            ".incoming",
            INCOMING,
            INCOMING + "/2",
            INCOMING + ".lock",
            "packs",
            "packs/ab",
            "packs/ab/abc");
    modes.forEach((path, mode) -> assertThat(mode).as(path).endsWith("------"));
    growing.close();
  }

  @Test
  void theFolderOfAnOlderInstallationIsClosedToOthers() throws IOException {
    Files.createDirectory(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    open();
    assertThat(modes()).containsEntry("", "rwx------");
  }

  @Test
  void anUploadThatFailsOrIsGivenUpLeavesNoFile() throws IOException {
    BlobStore store = open();
    store.upload(new BlobKey("packs/ab/abc")).close();
    try (BlobUpload upload = store.upload(new BlobKey("packs/ab/abc"))) {
      upload.commit();
    }
    assertThat(modes()).doesNotContainKeys(INCOMING + "/1", INCOMING + "/2");
    assertThat(modes()).containsKeys(INCOMING, "packs/ab/abc");
  }

  @Test
  void filesThatOtherProgramsLeaveAreNoBlobs() throws IOException {
    BlobStore store = open();
    put(store, new BlobKey("packs/ab/abc"), "sealed");
    Files.writeString(root.resolve("packs/.DS_Store"), "x");
    Files.writeString(root.resolve("packs/ab/abc.bak"), "x");
    Files.createSymbolicLink(root.resolve("packs/ab/link"), root.resolve("packs/ab/abc"));

    var keys = new ArrayList<String>();
    store.list("packs", blob -> keys.add(blob.key().value()));
    assertThat(keys).containsExactly("packs/ab/abc");
  }

  private Map<String, String> modes() throws IOException {
    var modes = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        // The folder of this process's uploads has a name of its own in every run.
        modes.put(
            root.relativize(file).toString().replaceFirst("^\\.incoming/[0-9-]+", INCOMING),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }
}
