package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files and folders of a snapshot, with the packs that their blocks lie in. Immutable.
 *
 * @param entries in the order of their paths, each path once
 * @param packs those that the blocks lie in, and maybe more
 */
record Tree(List<TreeEntry> entries, Map<BlobKey, PackIndex> packs) {
  static final Tree EMPTY = new Tree(List.of(), Map.of());

  /**
   * @throws IllegalArgumentException when the entries are not in order, or a path is there twice
   */
  Tree {
    entries = List.copyOf(entries);
    packs = Map.copyOf(packs);
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).path().compareTo(entries.get(i).path()) >= 0) {
        throw new IllegalArgumentException("not in order: " + entries.get(i).path());
      }
    }
  }

  /** With the packs that are needed, out of all that may be. */
  static Tree of(List<TreeEntry> entries, Map<BlobKey, PackIndex> packs) {
    return new Tree(entries, new Tree(entries, packs).usedPacks());
  }

  Optional<TreeEntry> find(String path) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).path().compareTo(path);
      if (order == 0) {
        return Optional.of(entries.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** The file of this path, if there is one. */
  Optional<TreeEntry.File> file(String path) {
    return find(path).filter(TreeEntry.File.class::isInstance).map(TreeEntry.File.class::cast);
  }

  List<TreeEntry.File> files() {
    List<TreeEntry.File> files = new ArrayList<>();
    for (TreeEntry entry : entries) {
      if (entry instanceof TreeEntry.File file) {
        files.add(file);
      }
    }
    return files;
  }

  /** Sizes of all files added up. */
  long bytes() {
    long bytes = 0;
    for (TreeEntry.File file : files()) {
      bytes += file.size();
    }
    return bytes;
  }

  /** The packs that a block lies in, in the order in which the files need them. */
  Map<BlobKey, PackIndex> usedPacks() {
    Map<BlobKey, PackIndex> used = new LinkedHashMap<>();
    @Nullable BlobKey last = null;
    for (TreeEntry.File file : files()) {
      for (BlockPlace block : file.blocks()) {
        // Blocks of one save lie together: most are in the pack of the one before.
        if (!block.pack().equals(last)) {
          last = block.pack();
          used.computeIfAbsent(last, packs::get);
        }
      }
    }
    return used;
  }
}
