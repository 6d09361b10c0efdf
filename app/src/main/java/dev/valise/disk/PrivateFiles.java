package dev.valise.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files with mode 0600 and folders with mode 0700, whatever the umask of the process is. */
public final class PrivateFiles {
  static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER_MODE = PosixFilePermissions.asFileAttribute(FOLDER);

  private PrivateFiles() {}

  /** Makes a folder and its missing parents; an existing one is closed to others. */
  public static Path createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER_MODE);
    Files.setPosixFilePermissions(folder, FOLDER);
    return folder;
  }

  /** Opens a new file for writing; fails when anything, a link included, stands there already. */
  public static FileChannel create(Path file) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, options, FILE_MODE);
  }

  /**
   * Deletes a folder with all that is in it, following no link, also while others write to it; a
   * missing one is fine.
   */
  public static void deleteTree(Path folder) throws IOException {
    TreeDeletion.delete(folder);
  }
}
