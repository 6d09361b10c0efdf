package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder that a preset keeps, in the order of their paths, and how much it leaves
 * out.
 *
 * <p>Follows no link: a hostile page or client may have put one into the folder. Links and special
 * files count as left out; empty folders are not kept, Chromium makes them when it needs them.
 */
record FolderScan(List<Found> files, LeftOut leftOut) {

  /**
   * @param path relative to the folder, with slashes
   * @param size in bytes
   * @param modifiedMillis since 1970-01-01T00:00Z
   */
  record Found(String path, long size, long modifiedMillis) {}

  static FolderScan of(Path folder, Preset preset) throws IOException {
    if (!Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isDirectory()) {
      // Walked as a file, it would make a snapshot without any: the end of a profile.
      throw new NotDirectoryException(folder.toString());
    }
    var walk = new Walk(folder, preset);
    Files.walkFileTree(folder, walk);
    walk.files.sort(Comparator.comparing(Found::path));
    return new FolderScan(walk.files, new LeftOut(walk.leftOutFiles, walk.leftOutBytes));
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Preset preset;
    private final List<Found> files = new ArrayList<>();
    private int leftOutFiles;
    private long leftOutBytes;

    /** How deep below a folder that the preset drops; 0 outside of any. */
    private int dropped;

    Walk(Path root, Preset preset) {
      this.root = root;
      this.preset = preset;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (dropped > 0 || !preset.entersFolder(relative(folder))) {
        dropped++;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (dropped > 0) {
        dropped--;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = relative(file);
      if (dropped == 0 && attributes.isRegularFile() && preset.keepsFile(path, attributes.size())) {
        if (!isText(file, path)) {
          throw new IOException(
              "the locale of this process cannot read the name of "
                  + file
                  + "; try LC_ALL=C.UTF-8");
        }
        files.add(new Found(path, attributes.size(), attributes.lastModifiedTime().toMillis()));
      } else {
        leftOutFiles++;
        leftOutBytes += attributes.isRegularFile() ? attributes.size() : 0;
      }
      return FileVisitResult.CONTINUE;
    }

    private String relative(Path path) {
      return root.relativize(path).toString();
    }

    /**
     * On Linux a name is bytes, and Java reads them in the charset of the locale. What that charset
     * cannot read cannot be found again, and in the POSIX locale that is all but ASCII.
     */
    private boolean isText(Path file, String path) {
      try {
        return root.resolve(path).equals(file);
      } catch (InvalidPathException e) {
        return false;
      }
    }
  }
}
