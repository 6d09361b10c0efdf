package dev.valise.snapshot;

import dev.valise.blob.BlobStore;
import dev.valise.disk.PrivateFiles;
import dev.valise.snapshot.Manifest.FileEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An opened snapshot. Immutable and thread-safe; its files are read from the blob store on demand.
 */
public final class Snapshot {
  private final BlobStore blobs;
  private final Vault vault;
  private final Manifest manifest;

  Snapshot(BlobStore blobs, Vault vault, Manifest manifest) {
    this.blobs = blobs;
    this.vault = vault;
    this.manifest = manifest;
  }

  /** Takes the files of a snapshot one after the other. */
  public interface FileConsumer {

    /**
     * @param path relative, with slashes
     * @param size in bytes; exactly as many are written to what {@code content} is given
     */
    void accept(String path, long size, long modifiedMillis, Content content) throws IOException;
  }

  /** The bytes of one file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  public Map<String, String> attachments() {
    return manifest.attachments();
  }

  /**
   * Shows all files in the order of their paths.
   *
   * @throws DamagedSnapshotException when a byte of one was changed or is missing
   */
  public void forEach(FileConsumer consumer) throws IOException {
    var reader = new BlockReader(blobs, vault, manifest);
    for (FileEntry file : manifest.files()) {
      consumer.accept(
          file.path(), file.size(), file.modifiedMillis(), out -> reader.copy(file, out));
    }
  }

  /**
   * Writes all files into an empty private folder, making it when it is missing.
   *
   * <p>Not forced to disk: after a crash of the machine the folder is made anew from the snapshot.
   *
   * @throws java.nio.file.DirectoryNotEmptyException when something is in the folder; it is left as
   *     it is
   */
  public void checkOut(Path folder) throws IOException {
    PrivateFiles.createFolder(folder);
    requireEmpty(folder);
    Set<Path> made = new HashSet<>();
    forEach((path, size, modifiedMillis, content) -> {
      Path file = resolve(folder, path);
      Path parent = file.getParent();
      if (parent != null && made.add(parent)) {
        PrivateFiles.createFolder(parent);
      }
      try (OutputStream out = Channels.newOutputStream(PrivateFiles.create(file))) {
        content.writeTo(out);
      }
      Files.setLastModifiedTime(file, FileTime.fromMillis(modifiedMillis));
    });
  }

  /** A link among leftovers would lead what is written after it elsewhere. */
  private static void requireEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> present = Files.newDirectoryStream(folder)) {
      if (present.iterator().hasNext()) {
        throw new DirectoryNotEmptyException(folder.toString());
      }
    }
  }

  private static Path resolve(Path folder, String path) throws IOException {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new IOException("the locale of this process cannot write the path '" + path + "'", e);
    }
  }
}
