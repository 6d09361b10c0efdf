package dev.valise.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes that are there in full after a power loss, or not at all: a temporary file, fsync, rename,
 * fsync of the folder.
 *
 * <p>The folder's fsync is not optional: POSIX makes the rename durable only with it.
 */
public final class DurableFile {
  private DurableFile() {}

  /** Replaces a file with these bytes; the temporary file stands beside it. */
  public static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (FileChannel channel = PrivateFiles.create(temporary)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    publish(temporary, file);
  }

  /** Gives a file that is already forced to disk its final name, durably. */
  public static void publish(Path temporary, Path file) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folderOf(file));
  }

  /** Makes the names in a folder durable. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The folder that a file or folder lies in. */
  public static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("lies in no folder: " + file);
    }
    return parent;
  }
}
