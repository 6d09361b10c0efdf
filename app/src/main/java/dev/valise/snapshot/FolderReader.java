package dev.valise.snapshot;

import dev.valise.snapshot.FolderScan.FoundFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the files of a folder into blocks. Used by one thread. */
final class FolderReader {

  /** A whole number of blocks of either length. */
  private static final int BUFFER = 4 * BlockSplitter.BLOCK;

  private final Path folder;
  private final NewBlocks blocks;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  FolderReader(Path folder, NewBlocks blocks) {
    this.folder = folder;
    this.blocks = blocks;
  }

  /**
   * Reads a file to its end, wherever that is by now.
   *
   * @param before the blocks that the file had in the snapshot before
   * @return empty when the file is gone, or something else has taken its place
   * @throws AccessDeniedException when this process may not read it
   */
  Optional<TreeEntry.File> read(FoundFile found, List<BlockPlace> before) throws IOException {
    Path file = folder.resolve(found.path());
    try {
      // To open a pipe that has taken its place waits for somebody who writes (fifo(7)).
      return FoundEntry.of(file).isFile()
          ? Optional.of(readFile(file, found, before))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      if (isFile(file)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean isFile(Path file) {
    try {
      return FoundEntry.of(file).isFile();
    } catch (IOException gone) {
      return false;
    }
  }

  private TreeEntry.File readFile(Path file, FoundFile found, List<BlockPlace> before)
      throws IOException {
    try (FileChannel in =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return read(in, found, before);
    }
  }

  private TreeEntry.File read(FileChannel in, FoundFile found, List<BlockPlace> before)
      throws IOException {
    List<BlockPlace> places = new ArrayList<>();
    @Nullable BlockCuts cuts = null;
    long size = 0;
    while (fill(in) > 0) {
      int read = buffer.position();
      if (cuts == null) {
        cuts = BlockSplitter.cuts(found.path(), found.stamp().size(), buffer.array(), read, before);
      }
      for (int at = 0; at < read; ) {
        int end = (int) Math.min(cuts.end(size + at) - size, read);
        BlockPlace expected = places.size() < before.size() ? before.get(places.size()) : null;
        places.add(blocks.place(buffer.array(), at, end - at, expected));
        at = end;
      }
      size += read;
    }
    return new TreeEntry.File(
        found.path(), found.mode(), found.stamp().modifiedNanos(), size, places);
  }

  /** Fills the buffer as far as the file goes. */
  private int fill(FileChannel in) throws IOException {
    buffer.clear();
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = in.read(buffer);
    }
    return buffer.position();
  }
}
