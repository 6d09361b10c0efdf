package dev.valise.snapshot;

import dev.valise.disk.PrivateFiles;
import dev.valise.snapshot.FolderScan.FoundFile;
import dev.valise.snapshot.FolderScan.FoundFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one folder equal to a snapshot, with as little work as its state allows. Used once, by one
 * thread; nobody else touches the folder meanwhile.
 */
final class Checkout {
  private final Snapshot target;
  private final Path folder;
  private final Optional<Base> base;
  private final boolean settling;
  private final Map<String, FileStamp> stamps = new HashMap<>();

  /** Modes of the folders that are there, by path. */
  private final Map<String, Integer> present = new HashMap<>();

  /**
   * @param settling whether to wait until all files that were written can be told from later ones
   */
  Checkout(Snapshot target, Path folder, Optional<Base> base, boolean settling) {
    this.settling = settling;
    this.target = target;
    this.folder = folder;
    this.base = base.filter(known -> known.record().isPresent());
  }

  CheckoutRecord run() throws IOException {
    PrivateFiles.createFolder(folder);
    if (base.isEmpty()) {
      requireEmpty();
    } else {
      CheckoutRecord record = base.get().record().orElseThrow();
      FolderScan scan = FolderScan.of(folder, Preset.withoutRules());
      if (record.manifest().equals(target.manifest()) && isUntouched(scan, record)) {
        return record;
      }
      clear(scan, record);
    }
    return write();
  }

  /** A link among leftovers would lead what is written after it elsewhere. */
  private void requireEmpty() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      if (found.iterator().hasNext()) {
        throw new DirectoryNotEmptyException(folder.toString());
      }
    }
  }

  private static boolean isUntouched(FolderScan scan, CheckoutRecord record) {
    return scan.others().isEmpty()
        && scan.files().size() == record.files().size()
        && scan.folders().size() == record.folders().size()
        && scan.files().stream().allMatch(file -> record.matches(file.path(), file.stamp()))
        && scan.folders().stream()
            .allMatch(found -> record.folders().getOrDefault(found.path(), -1) == found.mode());
  }

  /** Removes what does not belong to the target; what stays needs not be written. */
  private void clear(FolderScan scan, CheckoutRecord record) throws IOException {
    for (FoundFolder found : scan.folders()) {
      // Nothing can be removed from a folder that its owner may not write into.
      int mode = found.mode();
      if ((mode & FileMode.PRIVATE_FOLDER) != FileMode.PRIVATE_FOLDER) {
        mode = FileMode.PRIVATE_FOLDER;
        FileMode.set(folder.resolve(found.path()), mode, found.mode());
      }
      present.put(found.path(), mode);
    }
    Tree wanted = target.layers().tree();
    Tree before = base.orElseThrow().snapshot().layers().tree();
    for (FoundFile found : scan.files()) {
      Optional<TreeEntry.File> file = wanted.file(found.path());
      if (file.isPresent()
          && record.matches(found.path(), found.stamp())
          && file.equals(before.file(found.path()))) {
        stamps.put(found.path(), found.stamp());
      } else {
        Files.deleteIfExists(folder.resolve(found.path()));
      }
    }
    for (Path other : scan.others()) {
      PrivateFiles.deleteTree(other);
    }
    for (FoundFolder found : scan.folders().reversed()) {
      if (!(wanted.find(found.path()).orElse(null) instanceof TreeEntry.Folder)) {
        Files.deleteIfExists(folder.resolve(found.path()));
        present.remove(found.path());
      }
    }
  }

  private CheckoutRecord write() throws IOException {
    List<TreeEntry.File> missing = new ArrayList<>();
    List<TreeEntry.Folder> folders = new ArrayList<>();
    for (TreeEntry entry : target.layers().tree().entries()) {
      switch (entry) {
        case TreeEntry.Folder wanted -> {
          if (!present.containsKey(wanted.path())) {
            PrivateFiles.createFolder(resolve(folder, wanted.path()));
            present.put(wanted.path(), FileMode.PRIVATE_FOLDER);
          }
          folders.add(wanted);
        }
        case TreeEntry.File file -> {
          if (!stamps.containsKey(file.path())) {
            missing.add(file);
          }
        }
      }
    }
    stamps.putAll(new FileWriters(folder, target.segments()).write(missing));
    Map<String, Integer> modes = new HashMap<>();
    for (TreeEntry.Folder wanted : folders.reversed()) {
      // At the end, the innermost first: nothing could be done in a folder that nobody may enter.
      FileMode.set(
          folder.resolve(wanted.path()), wanted.mode(), present.getOrDefault(wanted.path(), -1));
      modes.put(wanted.path(), wanted.mode());
    }
    if (settling) {
      FileClock.awaitSettled(stamps.values());
    }
    long now = FileClock.nanos();
    stamps.replaceAll((_, stamp) -> stamp.recordedAt(now));
    return new CheckoutRecord(target.manifest(), stamps, modes, target.layers().tree().bytes());
  }

  static Path resolve(Path folder, String path) throws IOException {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new IOException("the locale of this process cannot write the path '" + path + "'", e);
    }
  }
}
