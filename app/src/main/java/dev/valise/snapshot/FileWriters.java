package dev.valise.snapshot;

import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes files of a snapshot into a folder, on all processors. Used by one thread. */
final class FileWriters {
  private static final int WRITERS = Runtime.getRuntime().availableProcessors();

  /** Neighbours lie in the same segments: so many files in a row go to one writer. */
  private static final int ROW = 32;

  private final Path folder;
  private final SegmentCache segments;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<String, FileStamp> stamps = new ConcurrentHashMap<>();

  FileWriters(Path folder, SegmentCache segments) {
    this.folder = folder;
    this.segments = segments;
  }

  /**
   * Writes files that are not there yet, into folders that are.
   *
   * @return how they look now, by path
   */
  Map<String, FileStamp> write(List<TreeEntry.File> files) throws IOException {
    int writers = Math.min(WRITERS, Math.ceilDiv(files.size(), ROW));
    List<Background<Void>> others = new ArrayList<>();
    try {
      for (int i = 1; i < writers; i++) {
        others.add(
            Background.start(() -> {
              writeRows(files);
              return null;
            }));
      }
      writeRows(files);
    } finally {
      others.forEach(Background::close);
    }
    for (Background<Void> other : others) {
      other.join();
    }
    return stamps;
  }

  private void writeRows(List<TreeEntry.File> files) throws IOException {
    var content = new FileContent(segments);
    boolean sound = false;
    try {
      for (int row = next.getAndAdd(ROW); row < files.size(); row = next.getAndAdd(ROW)) {
        for (TreeEntry.File file : files.subList(row, Math.min(row + ROW, files.size()))) {
          write(file, content);
        }
      }
      sound = true;
    } finally {
      if (!sound) {
        // The other writers need not go on.
        next.set(files.size());
      }
    }
  }

  private void write(TreeEntry.File file, FileContent content) throws IOException {
    Path path = Checkout.resolve(folder, file.path());
    try (FileChannel out = PrivateFiles.create(path)) {
      content.copy(file, out);
    }
    FileMode.set(path, file.mode(), FileMode.PRIVATE_FILE);
    Files.setLastModifiedTime(path, FileTime.from(file.modifiedNanos(), TimeUnit.NANOSECONDS));
    stamps.put(file.path(), FoundEntry.of(path).stamp());
  }
}
