package dev.valise.snapshot;

import java.io.IOException;
import java.nio.file.Files;
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

  /** The kernel is what takes the time, 2 µs for each name. */
  private static final int WALKERS = Runtime.getRuntime().availableProcessors();

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
    return scan(folder, preset, true);
  }

  /**
   * Looks again at a folder, in half the time: what is left out, caches mostly, is as it was.
   *
   * @param before an earlier scan of it with the same preset
   */
  static FolderScan after(FolderScan before, Path folder, Preset preset) throws IOException {
    FolderScan now = scan(folder, preset, false);
    return new FolderScan(
        now.files(), now.folders(), now.others(), before.leftOut(), now.refused());
  }

  private static FolderScan scan(Path folder, Preset preset, boolean counting) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          ? new NotDirectoryException(folder.toString())
          : new NoSuchFileException(folder.toString());
    }
    var toEnter = new FoldersToEnter();
    try (var first = new FolderWalk(preset, toEnter, counting)) {
      first.visitAll(folder, "", Optional.empty());
      List<Background<FolderWalk>> others = new ArrayList<>();
      try {
        for (int i = 1; i < WALKERS && !toEnter.isEmpty(); i++) {
          others.add(Background.start(() -> another(preset, toEnter, counting)));
        }
        first.enterAll();
      } finally {
        others.forEach(Background::close);
      }
      List<FolderWalk> walks = new ArrayList<>(List.of(first));
      for (Background<FolderWalk> other : others) {
        walks.add(other.join());
      }
      return of(walks);
    }
  }

  private static FolderWalk another(Preset preset, FoldersToEnter toEnter, boolean counting)
      throws IOException {
    try (var walk = new FolderWalk(preset, toEnter, counting)) {
      walk.enterAll();
      return walk;
    }
  }

  private static FolderScan of(List<FolderWalk> walks) {
    List<FoundFile> files = new ArrayList<>();
    List<FoundFolder> folders = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    LeftOut leftOut = LeftOut.NOTHING;
    for (FolderWalk walk : walks) {
      files.addAll(walk.files);
      folders.addAll(walk.folders);
      others.addAll(walk.others);
      refused.addAll(walk.refused.lines());
      leftOut = leftOut.and(walk.leftOut());
    }
    files.sort(Comparator.comparing(FoundFile::path));
    folders.sort(Comparator.comparing(FoundFolder::path));
    return new FolderScan(files, folders, others, leftOut, refused.stream().sorted().toList());
  }
}
