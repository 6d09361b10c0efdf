package dev.valise.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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
    Walk walk;
    try (FolderListing listing = FolderListing.ofThisMachine()) {
      walk = new Walk(preset, listing);
      walk.all(folder);
    }
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
    private record Level(List<FolderChild> children, String prefix, boolean dropped) {}

    private final Preset preset;
    private final FolderListing listing;
    private final List<FoundFile> files = new ArrayList<>();
    private final List<FoundFolder> folders = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();
    private final Refused refused = new Refused();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int leftOutFiles;
    private long leftOutBytes;

    Walk(Preset preset, FolderListing listing) {
      this.preset = preset;
      this.listing = listing;
    }

    /** Without recursion: two thousand folders in each other are too many for a stack. */
    void all(Path folder) throws IOException {
      levels.push(new Level(list(folder, "", false), "", false));
      while (!levels.isEmpty()) {
        Level level = levels.pop();
        for (FolderChild child : level.children()) {
          visit(child, level.prefix() + child.name(), level.dropped());
        }
      }
    }

    private List<FolderChild> list(Path folder, String prefix, boolean dropped) throws IOException {
      return listing.children(
          folder, (child, reason) -> refuse(child, prefix + child.getFileName(), reason, dropped));
    }

    private void visit(FolderChild child, String path, boolean dropped) throws IOException {
      FoundEntry found = child.found();
      if (found.isFolder()) {
        enter(child, path, dropped);
      } else if (dropped || !preset.keepsFile(path, found.stamp().size())) {
        leaveOut(found);
      } else {
        Optional<String> obstacle =
            found.isFile() ? obstacle(child, path) : Optional.of(kind(found));
        if (obstacle.isPresent()) {
          refuse(child.path(), path, obstacle.get(), false);
        } else {
          files.add(new FoundFile(path, found.mode(), found.stamp()));
        }
      }
    }

    private void enter(FolderChild folder, String path, boolean dropped) throws IOException {
      boolean kept = !dropped && preset.entersFolder(path);
      Optional<String> obstacle = kept ? obstacle(folder, path) : Optional.empty();
      boolean below = !kept || obstacle.isPresent();
      List<FolderChild> children;
      try {
        children = list(folder.path(), path + "/", below);
      } catch (NotDirectoryException gone) {
        children = List.of();
      } catch (IOException e) {
        refuse(folder.path(), path, e, dropped);
        return;
      }
      if (obstacle.isPresent()) {
        refused.add(path, obstacle.get());
        others.add(folder.path());
      } else if (kept) {
        folders.add(new FoundFolder(path, folder.found().mode()));
      }
      levels.push(new Level(children, path + "/", below));
    }

    /** For a reason that lies in the folder, not in this machine. */
    private void refuse(Path file, String path, IOException reason, boolean dropped)
        throws IOException {
      switch (reason) {
        case NoSuchFileException gone -> {
          // As if the scan had come a moment later.
        }
        case AccessDeniedException denied -> refuse(file, path, "it may not be read", dropped);
        case FileSystemException other
            when String.valueOf(other.getReason()).contains("name too long") ->
            refuse(file, path, "its path is too long", dropped);
        default -> throw reason;
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
    private static Optional<String> obstacle(FolderChild child, String path) throws IOException {
      if (!child.hasTextName()) {
        return Optional.of("its name is not text");
      }
      // No character has more than three bytes in UTF-8.
      boolean isLong =
          path.length() > MAX_PATH / 3 && path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH;
      return isLong ? Optional.of("its path is too long") : Optional.empty();
    }
  }
}
