package dev.valise.blob;

import dev.valise.disk.DurableFile;
import dev.valise.disk.DurableFolders;
import dev.valise.disk.PrivateFiles;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * Blobs as files under one folder, the key being the path. Uploads grow in {@code .incoming} on the
 * same file system, so that the final rename is atomic; what a crash left there is removed when the
 * store is opened. Several processes may have the folder open.
 */
public final class DirectoryBlobStore implements BlobStore, Closeable {
  private static final String INCOMING = ".incoming";

  private final Path root;
  private final DurableFolders folders;
  private final IncomingFolder incoming;

  private DirectoryBlobStore(Path root, IncomingFolder incoming) {
    this.root = root;
    this.folders = new DurableFolders(root);
    this.incoming = incoming;
  }

  /** Opens a folder, making it when it is missing. */
  public static DirectoryBlobStore open(Path folder) throws IOException {
    Path root = PrivateFiles.createFolder(folder.toAbsolutePath());
    return new DirectoryBlobStore(root, IncomingFolder.open(root.resolve(INCOMING)));
  }

  @Override
  public BlobUpload upload(BlobKey key) throws IOException {
    Path target = root.resolve(key.value());
    folders.make(DurableFile.folderOf(target));
    return new FileUpload(incoming.newFile(), target);
  }

  @Override
  public InputStream read(BlobKey key) throws IOException {
    try {
      return Files.newInputStream(root.resolve(key.value()));
    } catch (NoSuchFileException e) {
      throw new NoSuchBlobException(key);
    }
  }

  @Override
  public byte[] read(BlobKey key, long offset, int length) throws IOException {
    var part = ByteBuffer.allocate(length);
    try (FileChannel file = FileChannel.open(root.resolve(key.value()), StandardOpenOption.READ)) {
      while (part.hasRemaining()) {
        if (file.read(part, offset + part.position()) < 0) {
          throw new EOFException("blob " + key + " ends before " + (offset + length));
        }
      }
    } catch (NoSuchFileException e) {
      throw new NoSuchBlobException(key);
    }
    return part.array();
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    Path file = root.resolve(key.value());
    if (Files.deleteIfExists(file)) {
      DurableFile.forceFolder(DurableFile.folderOf(file));
    }
  }

  @Override
  public void list(String prefix, Consumer<BlobInfo> visitor) throws IOException {
    Path folder = DurableFile.folderOf(root.resolve(new BlobKey(prefix + "/x").value()));
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = root.relativize(file).toString();
            // Backup programs and file managers leave files of their own, such as .DS_Store.
            if (attributes.isRegularFile() && BlobKey.hasShape(key)) {
              visitor.accept(
                  new BlobInfo(
                      new BlobKey(key),
                      attributes.size(),
                      attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  /** Gives up what is being uploaded. Blobs can still be read. */
  @Override
  public void close() throws IOException {
    incoming.close();
  }
}
