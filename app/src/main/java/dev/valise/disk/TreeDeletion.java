package dev.valise.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Deletes a tree, though programs may have made it hard, or try to while it goes: folders that
 * their owner may not read or write, trees deeper than any path or number of open files, links that
 * take the place of folders.
 *
 * <p>Every step goes by a name in a folder that is held open, as with openat(2), and never through
 * a path: between the look at a folder and its opening, a path can come to lead out of the tree.
 * Used once.
 */
final class TreeDeletion {

  /** So many folders are held open at most. What lies deeper is moved to the top first. */
  private static final int DEEPEST = 64;

  private final SecureDirectoryStream<Path> top;
  private int moved;

  private TreeDeletion(SecureDirectoryStream<Path> top) {
    this.top = top;
  }

  /** A missing one is fine; a link goes, and what it points at stays. */
  static void delete(Path tree) throws IOException {
    Path absolute = tree.toAbsolutePath();
    try (DirectoryStream<Path> around = Files.newDirectoryStream(DurableFile.folderOf(absolute))) {
      SecureDirectoryStream<Path> parent = secure(around);
      Path name = absolute.getFileName();
      if (!isFolder(parent, name)) {
        parent.deleteFile(name);
        return;
      }
      boolean isEmpty = false;
      while (!isEmpty) {
        try (SecureDirectoryStream<Path> top = enter(parent, absolute)) {
          var deletion = new TreeDeletion(top);
          deletion.clear(top, 1);
          isEmpty = deletion.moved == 0;
        }
      }
      parent.deleteDirectory(name);
    } catch (NoSuchFileException gone) {
      // As it should be.
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    // Linux and macOS have it (JDK 25).
    throw new UnsupportedOperationException("This system has no openat(2)");
  }

  private void clear(SecureDirectoryStream<Path> folder, int depth) throws IOException {
    try {
      for (Path entry : folder) {
        remove(folder, entry, depth);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void remove(SecureDirectoryStream<Path> folder, Path entry, int depth)
      throws IOException {
    Path name = entry.getFileName();
    try {
      if (!isFolder(folder, name)) {
        folder.deleteFile(name);
      } else if (depth == DEEPEST) {
        moveUp(folder, name);
      } else {
        try (SecureDirectoryStream<Path> inner = enter(folder, entry)) {
          clear(inner, depth + 1);
        }
        folder.deleteDirectory(name);
      }
    } catch (NoSuchFileException gone) {
      // Somebody else removed it.
    }
  }

  private void moveUp(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    Path free;
    do {
      moved++;
      free = name.resolveSibling("deep-" + moved);
    } while (isThere(free));
    folder.move(name, top, free);
  }

  private boolean isThere(Path name) throws IOException {
    try {
      isFolder(top, name);
      return true;
    } catch (NoSuchFileException free) {
      return false;
    }
  }

  private static boolean isFolder(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  /** Opens a folder, in which its owner may do everything then. */
  private static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> folder, Path entry)
      throws IOException {
    SecureDirectoryStream<Path> inner = openReadable(folder, entry);
    boolean isOpen = false;
    try {
      PosixFileAttributeView modes = inner.getFileAttributeView(PosixFileAttributeView.class);
      if (!modes.readAttributes().permissions().containsAll(PrivateFiles.FOLDER)) {
        modes.setPermissions(PrivateFiles.FOLDER);
      }
      isOpen = true;
      return inner;
    } finally {
      if (!isOpen) {
        inner.close();
      }
    }
  }

  private static SecureDirectoryStream<Path> openReadable(
      SecureDirectoryStream<Path> folder, Path entry) throws IOException {
    try {
      return folder.newDirectoryStream(entry.getFileName(), LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      // By its path, because only what can be opened has its mode changed otherwise. Root is never
      // denied; what another user could be led to this way is that user's own.
      Files.setPosixFilePermissions(entry, PrivateFiles.FOLDER);
      return folder.newDirectoryStream(entry.getFileName(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
