package dev.valise.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files and folders of a folder that a preset keeps, in the order of their paths, and how much
 * it leaves out.
 *
 * <p>Follows no link: a hostile page or client may have put one into the folder.
 *
 * @param others paths of what the preset keeps and is neither a file nor a folder
 * @param refused what is kept by the preset but cannot be stored, with the reason
 */
record FolderScan(
    List<FoundFile> files,
    List<FoundFolder> folders,
    List<String> others,
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
    walk.enter(folder, "", false);
    walk.files.sort(Comparator.comparing(FoundFile::path));
    walk.folders.sort(Comparator.comparing(FoundFolder::path));
    return new FolderScan(
        walk.files,
        walk.folders,
        walk.others,
        new LeftOut(walk.leftOutFiles, walk.leftOutBytes),
        walk.refused.stream().sorted().toList());
  }

  private static final class Walk {

    /** The charset of names (JEP 400 leaves it to the locale). */
    private static final String NAMES = System.getProperty("sun.jnu.encoding", "");

    private final Preset preset;
    private final List<FoundFile> files = new ArrayList<>();
    private final List<FoundFolder> folders = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int leftOutFiles;
    private long leftOutBytes;

    Walk(Preset preset) {
      this.preset = preset;
    }

    /**
     * The names are read before the first of them is entered, so that no depth needs more files.
     */
    void enter(Path folder, String prefix, boolean dropped) throws IOException {
      for (Path child : children(folder)) {
        String path = prefix + child.getFileName();
        Optional<FoundEntry> found = look(child, path, dropped);
        if (found.isPresent()) {
          visit(child, path, found.get(), dropped);
        }
      }
    }

    private static List<Path> children(Path folder) throws IOException {
      List<Path> children = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(children::add);
      } catch (NoSuchFileException gone) {
        return List.of();
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return children;
    }

    private Optional<FoundEntry> look(Path file, String path, boolean dropped) throws IOException {
      try {
        return Optional.of(FoundEntry.of(file));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (FileSystemException e) {
        if (String.valueOf(e.getReason()).contains("name too long")) {
          refuse(path, "its path is too long", dropped);
          return Optional.empty();
        }
        throw e;
      }
    }

    private void visit(Path file, String path, FoundEntry found, boolean dropped)
        throws IOException {
      if (found.isFolder()) {
        boolean dropsIt = dropped || !preset.entersFolder(path);
        if (!dropsIt && !isText(file)) {
          refused.add(quoted(path) + ": its name is not text");
          dropsIt = true;
        } else if (!dropsIt) {
          folders.add(new FoundFolder(path, found.mode()));
        }
        enter(file, path + "/", dropsIt);
        return;
      }
      boolean kept = !dropped && preset.keepsFile(path, found.stamp().size());
      if (kept && !isText(file)) {
        refuse(path, "its name is not text", false);
        return;
      }
      if (kept && found.isFile()) {
        files.add(new FoundFile(path, found.mode(), found.stamp()));
        return;
      }
      if (kept) {
        others.add(path);
        refused.add(
            quoted(path) + ": " + (found.isLink() ? "a symbolic link" : "not a regular file"));
      }
      leftOutFiles++;
      leftOutBytes += found.isFile() ? found.stamp().size() : 0;
    }

    private void refuse(String path, String reason, boolean dropped) {
      leftOutFiles++;
      if (!dropped) {
        refused.add(quoted(path) + ": " + reason);
      }
    }

    /** A name may hold anything but a slash, line ends and terminal sequences too. */
    private static String quoted(String path) {
      var text = new StringBuilder("'");
      path.chars()
          .forEach(c -> {
            if (Character.isISOControl(c) || c == 0xFFFD) {
              text.append("\\u%04x".formatted(c));
            } else {
              text.append((char) c);
            }
          });
      return text.append("'").toString();
    }

    /**
     * On Linux a name is bytes, and Java reads them in the charset of the locale. What that charset
     * cannot read cannot be found again.
     *
     * @throws IOException when that may be the locale's fault: in the POSIX locale it is all but
     *     ASCII
     */
    private static boolean isText(Path file) throws IOException {
      String name = String.valueOf(file.getFileName());
      if (name.chars().allMatch(c -> c < 0x7f) || isSame(file, name)) {
        return true;
      }
      if (!NAMES.equals(StandardCharsets.UTF_8.name())) {
        throw new IOException(
            "the locale of this process cannot read the name of " + file + "; try LC_ALL=C.UTF-8");
      }
      return false;
    }

    private static boolean isSame(Path file, String name) {
      try {
        return file.resolveSibling(name).equals(file);
      } catch (InvalidPathException e) {
        return false;
      }
    }
  }
}
