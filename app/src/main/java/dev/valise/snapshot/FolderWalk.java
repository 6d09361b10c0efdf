package dev.valise.snapshot;

import dev.valise.snapshot.FolderScan.FoundFile;
import dev.valise.snapshot.FolderScan.FoundFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one thread of a scan finds. Without recursion: two thousand folders in each other are too
 * many for a stack.
 */
final class FolderWalk implements AutoCloseable {

  /**
   * The longest relative path, in bytes. The kernel takes 4095 with the folder's own path before it
   * (PATH_MAX): so a snapshot can be checked out into any folder of up to 94 bytes.
   */
  private static final int MAX_PATH = 4000;

  /** Leaves out what is in a folder that cannot be stored; no rule has an empty pattern. */
  private static final Optional<String> NO_RULE = Optional.of("");

  final List<FoundFile> files = new ArrayList<>();
  final List<FoundFolder> folders = new ArrayList<>();
  final List<Path> others = new ArrayList<>();
  final Refused refused = new Refused();
  private final Preset preset;
  private final FoldersToEnter toEnter;
  private final boolean counting;
  private final FolderListing listing = FolderListing.ofThisMachine();
  private int leftOutFiles;
  private long leftOutBytes;
  private final Map<String, Long> leftOutByRule = new HashMap<>();

  /**
   * For the thread that calls this.
   *
   * @param counting whether to count what is left out, which takes a look at all of it
   */
  FolderWalk(Preset preset, FoldersToEnter toEnter, boolean counting) {
    this.counting = counting;
    this.preset = preset;
    this.toEnter = toEnter;
  }

  LeftOut leftOut() {
    return new LeftOut(leftOutFiles, leftOutBytes, new TreeMap<>(leftOutByRule));
  }

  /** Looks into folders until all are done, whoever found them. */
  void enterAll() throws IOException {
    boolean complete = false;
    try {
      for (var next = toEnter.next(); next.isPresent(); next = toEnter.next()) {
        try {
          enter(next.get());
        } finally {
          toEnter.left();
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        toEnter.abandon();
      }
    }
  }

  /**
   * Looks at all that is in a folder.
   *
   * @param prefix of the paths
   * @param dropped as of {@link FoldersToEnter.Entry}
   */
  void visitAll(Path folder, String prefix, Optional<String> dropped) throws IOException {
    List<FolderChild> children =
        listing.children(
            folder,
            (child, reason) -> refuse(child, prefix + child.getFileName(), reason, dropped));
    for (FolderChild child : children) {
      visit(child, prefix + child.name(), dropped);
    }
  }

  private void visit(FolderChild child, String path, Optional<String> dropped) throws IOException {
    FoundEntry found = child.found();
    if (found.isFolder()) {
      if (counting || (dropped.isEmpty() && preset.entersFolder(path))) {
        toEnter.add(new FoldersToEnter.Entry(child, path, dropped));
      }
      return;
    }
    Optional<String> rule = dropped.or(() -> preset.dropsFile(path, found.stamp().size()));
    if (rule.isPresent()) {
      leaveOut(found, rule.get());
    } else {
      Optional<String> obstacle = found.isFile() ? obstacle(child, path) : Optional.of(kind(found));
      if (obstacle.isPresent()) {
        refuse(child.path(), path, obstacle.get(), Optional.empty());
      } else {
        files.add(new FoundFile(path, found.mode(), found.stamp()));
      }
    }
  }

  private void enter(FoldersToEnter.Entry entry) throws IOException {
    FolderChild folder = entry.folder();
    String path = entry.path();
    Optional<String> rule = entry.dropped().or(() -> preset.dropsFolder(path));
    Optional<String> obstacle = rule.isEmpty() ? obstacle(folder, path) : Optional.empty();
    Optional<String> below = obstacle.isPresent() ? NO_RULE : rule;
    try {
      visitAll(folder.path(), path + "/", below);
    } catch (NotDirectoryException gone) {
      // As if all that was in it had gone a moment earlier.
    } catch (IOException e) {
      refuse(folder.path(), path, e, entry.dropped());
      return;
    }
    if (obstacle.isPresent()) {
      refused.add(path, obstacle.get());
      others.add(folder.path());
    } else if (rule.isEmpty()) {
      folders.add(new FoundFolder(path, folder.found().mode()));
    }
  }

  /** For a reason that lies in the folder, not in this machine. */
  private void refuse(Path file, String path, IOException reason, Optional<String> dropped)
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

  private void leaveOut(FoundEntry found, String rule) {
    leftOutFiles++;
    long size = found.isFile() ? found.stamp().size() : 0;
    leftOutBytes += size;
    if (size > 0 && NO_RULE.filter(rule::equals).isEmpty()) {
      leftOutByRule.merge(rule, size, Long::sum);
    }
  }

  private void refuse(Path file, String path, String reason, Optional<String> dropped) {
    leftOutFiles++;
    if (dropped.isEmpty()) {
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

  @Override
  public void close() {
    listing.close();
  }
}
