package dev.valise.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The files and folders of a folder that a preset keeps, in the order of their paths, and how much
 * it leaves out.
 *
 * <p>Follows no link: a hostile page or client may have put one into the folder.
 *
 * @param others what the preset keeps and is no file and no folder that can be stored, with all
 *     that is in it
 * @param refused the same for people, with the reasons
 */
record FolderScan(
    List<FoundFile> files,
    List<FoundFolder> folders,
    List<Path> others,
    LeftOut leftOut,
    List<String> refused) {

  /**
   * @param path relative to the folder, with slashes
   * @param mode permission bits
   */
  record FoundFile(String path, int mode, FileStamp stamp) {}

  /** A folder below the scanned one; the parts as in {@link FoundFile}. */
  record FoundFolder(String path, int mode) {}

  /**
   * Looks at a folder.
   *
   * @throws NotDirectoryException when it is none: walked as a file it would make a snapshot
   *     without any, the end of a profile
   */
  static FolderScan of(Path folder, Preset preset) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          ? new NotDirectoryException(folder.toString())
          : new NoSuchFileException(folder.toString());
    }
    var walk = new Walk(preset);
    walk.all(folder);
    walk.files.sort(Comparator.comparing(FoundFile::path));
    walk.folders.sort(Comparator.comparing(FoundFolder::path));
    return new FolderScan(
        walk.files,
        walk.folders,
        walk.others,
        new LeftOut(walk.leftOutFiles, walk.leftOutBytes),
        walk.refused.lines());
  }

  private static final class Walk {

    /**
     * The longest relative path, in bytes. The kernel takes 4095 with the folder's own path before
     * it (PATH_MAX): so a snapshot can be checked out into any folder of up to 94 bytes.
     */
    private static final int MAX_PATH = 4000;

    /** What lies in a folder that is still to be looked at. */
    private record Level(List<Path> children, String prefix, boolean dropped) {}

    private final Preset preset;
    private final List<FoundFile> files = new ArrayList<>();
    private final List<FoundFolder> folders = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();
    private final Refused refused = new Refused();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int leftOutFiles;
    private long leftOutBytes;

    Walk(Preset preset) {
      this.preset = preset;
    }

    /** Without recursion: two thousand folders in each other are too many for a stack. */
    void all(Path folder) throws IOException {
      levels.push(new Level(list(folder), "", false));
      while (!levels.isEmpty()) {
        enter(levels.pop());
      }
    }

    private void enter(Level level) throws IOException {
      boolean dropped = level.dropped();
      for (Path child : level.children()) {
        String path = level.prefix() + child.getFileName();
        try {
          visit(child, path, FoundEntry.of(child), dropped);
        } catch (NoSuchFileException gone) {
          // As if the scan had come a moment later.
        } catch (AccessDeniedException e) {
          refuse(child, path, "it may not be read", dropped);
        } catch (FileSystemException e) {
          if (!String.valueOf(e.getReason()).contains("name too long")) {
            throw e;
          }
          refuse(child, path, "its path is too long", dropped);
        }
      }
    }

    /** All at once, so that no depth needs more open files. */
    private static List<Path> list(Path folder) throws IOException {
      List<Path> children = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(children::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return children;
    }

    private static List<Path> children(Path folder) throws IOException {
      try {
        return list(folder);
      } catch (NoSuchFileException | NotDirectoryException gone) {
        return List.of();
      }
    }

    private void visit(Path file, String path, FoundEntry found, boolean dropped)
        throws IOException {
      if (found.isFolder()) {
        boolean kept = !dropped && preset.entersFolder(path);
        Optional<String> obstacle = kept ? obstacle(file, path) : Optional.empty();
        List<Path> children = children(file);
        if (obstacle.isPresent()) {
          refused.add(path, obstacle.get());
          others.add(file);
        } else if (kept) {
          folders.add(new FoundFolder(path, found.mode()));
        }
        levels.push(new Level(children, path + "/", !kept || obstacle.isPresent()));
        return;
      }
      if (dropped || !preset.keepsFile(path, found.stamp().size())) {
        leaveOut(found);
        return;
      }
      Optional<String> obstacle = found.isFile() ? obstacle(file, path) : Optional.of(kind(found));
      if (obstacle.isPresent()) {
        refuse(file, path, obstacle.get(), false);
      } else {
        files.add(new FoundFile(path, found.mode(), found.stamp()));
      }
    }

    private void leaveOut(FoundEntry found) {
      leftOutFiles++;
      leftOutBytes += found.isFile() ? found.stamp().size() : 0;
    }

    private void refuse(Path file, String path, String reason, boolean dropped) {
      leftOutFiles++;
      if (!dropped) {
        others.add(file);
        refused.add(path, reason);
      }
    }

    private static String kind(FoundEntry found) {
      return found.isLink() ? "a symbolic link" : "not a regular file";
    }

    /** Why something cannot be stored under its path. */
    private static Optional<String> obstacle(Path file, String path) throws IOException {
      if (!FileName.isText(file)) {
        return Optional.of("its name is not text");
      }
      // No character has more than three bytes in UTF-8.
      boolean isLong =
          path.length() > MAX_PATH / 3 && path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH;
      return isLong ? Optional.of("its path is too long") : Optional.empty();
    }
  }
}
