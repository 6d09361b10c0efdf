package dev.valise.chromium.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The way of browsers that are not root to their profiles in a data folder that is root's, where no
 * mount can lead around it: the folders on it may be entered by a group that none but browsers is
 * in. They may not be listed, and what else is in them is closed to others by its own mode, and to
 * browsers by Landlock.
 *
 * @param data the server's folder in which all profiles are; it need not be there yet
 */
public record Passage(Path data) {

  /** No user of the machine is in it: it is the first id behind those of browsers. */
  static final int GROUP = SlotUids.FIRST + SlotUids.COUNT;

  private static final Set<PosixFilePermission> ENTERED_BY_GROUP =
      PosixFilePermissions.fromString("rwx--x---");

  public Passage {
    data = data.toAbsolutePath().normalize();
  }

  /** The folder above the server's own that others may not enter, if there is one. */
  Optional<Path> obstacle() throws IOException {
    Path there = data;
    while (!Files.exists(there)) {
      there = parent(there);
    }
    Path folder = there.toRealPath();
    if (there.equals(data)) {
      folder = folder.getParent();
    }
    for (; folder != null; folder = folder.getParent()) {
      if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /**
   * Opens the way to a folder of the server's, which itself stays as it is.
   *
   * @param folder in the data folder; of one elsewhere nothing is changed
   */
  void openTo(Path folder) throws IOException {
    for (Path above = parent(folder); above.startsWith(data); above = parent(above)) {
      enter(above);
    }
  }

  /** Whether browsers may enter a folder. */
  public static boolean isOpen(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getAttribute(folder, "unix:gid").equals(GROUP)
        && Files.getPosixFilePermissions(folder).equals(ENTERED_BY_GROUP);
  }

  /** Lets browsers enter one folder. */
  static void enter(Path folder) throws IOException {
    // The group first: the one before may have members.
    Files.setAttribute(folder, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(folder, ENTERED_BY_GROUP);
  }

  private static Path parent(Path folder) {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the root of the file system cannot be opened or closed");
    }
    return parent;
  }
}
