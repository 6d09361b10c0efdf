package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree as bytes: what differs from another tree, which may be the empty one. A file that differs
 * names the blocks that it shares with its old self by their positions in it, so that a page that
 * changed in a large database costs one block. Used once, by one thread.
 */
final class TreeEncoder {
  static final int END = 0;
  static final int FILE = 1;
  static final int FOLDER = 2;
  static final int REMOVED = 3;

  /** Kinds of runs of blocks, in the lowest bit of their count. */
  static final int COPY = 0;

  static final int EXTENT = 1;

  private final FormatWriter out = new FormatWriter();
  private final Map<BlobKey, Integer> packs = new LinkedHashMap<>();
  private final Tree base;
  private byte[] lastPath = {};

  private TreeEncoder(Tree base) {
    this.base = base;
  }

  /** The changes that lead from one tree to another. */
  static final class Encoded {
    private final byte[] bytes;
    private final List<PackIndex> packs;

    private Encoded(byte[] bytes, List<PackIndex> packs) {
      this.bytes = bytes;
      this.packs = packs;
    }

    /** Not a copy: nobody changes it. */
    byte[] bytes() {
      return bytes;
    }

    /** The packs that the bytes refer to, in the order of their numbers in them. */
    List<PackIndex> packs() {
      return packs;
    }
  }

  static Encoded encode(Tree tree, Tree base) {
    var encoder = new TreeEncoder(base);
    encoder.changes(tree);
    encoder.out.number(END);
    List<PackIndex> packs =
        encoder.packs.keySet().stream()
            .map(key -> {
              PackIndex pack = tree.packs().get(key);
              if (pack == null) {
                throw new IllegalArgumentException("the tree does not know the pack " + key);
              }
              return pack;
            })
            .toList();
    return new Encoded(encoder.out.toBytes(), packs);
  }

  private void changes(Tree tree) {
    List<TreeEntry> before = base.entries();
    int at = 0;
    for (TreeEntry entry : tree.entries()) {
      while (at < before.size() && before.get(at).path().compareTo(entry.path()) < 0) {
        removed(before.get(at++));
      }
      if (at < before.size() && before.get(at).path().equals(entry.path())) {
        if (!before.get(at).equals(entry)) {
          changed(entry, before.get(at));
        }
        at++;
      } else {
        added(entry);
      }
    }
    while (at < before.size()) {
      removed(before.get(at++));
    }
  }

  private void removed(TreeEntry entry) {
    out.number(REMOVED);
    path(entry.path());
  }

  private void added(TreeEntry entry) {
    entry(entry, List.of());
  }

  private void changed(TreeEntry entry, TreeEntry before) {
    entry(entry, before instanceof TreeEntry.File file ? file.blocks() : List.of());
  }

  private void entry(TreeEntry entry, List<BlockPlace> before) {
    switch (entry) {
      case TreeEntry.Folder folder -> {
        out.number(FOLDER);
        path(folder.path());
        out.number(folder.mode());
      }
      case TreeEntry.File file -> {
        out.number(FILE);
        path(file.path());
        out.number(file.mode());
        out.signed(file.modifiedNanos());
        out.number(file.size());
        runs(file.blocks(), before);
      }
    }
  }

  /** Without what it shares with the path before it: neighbours mostly lie in the same folder. */
  private void path(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    int shared = Arrays.mismatch(bytes, lastPath);
    shared = shared < 0 ? bytes.length : shared;
    out.number(shared);
    out.bytes(Arrays.copyOfRange(bytes, shared, bytes.length));
    lastPath = bytes;
  }

  private void runs(List<BlockPlace> blocks, List<BlockPlace> before) {
    var runs = new FormatWriter();
    int count = 0;
    for (int at = 0; at < blocks.size(); count++) {
      int copied = copied(blocks, before, at);
      if (copied > 0) {
        runs.number((long) copied << 1 | COPY);
        runs.number(at);
        at += copied;
      } else {
        int end = endOfExtent(blocks, before, at);
        extent(runs, blocks.subList(at, end));
        at = end;
      }
    }
    out.number(count);
    out.append(runs);
  }

  /** How many blocks from {@code at} on are the same as before, in the same position. */
  private static int copied(List<BlockPlace> blocks, List<BlockPlace> before, int at) {
    int end = at;
    while (end < blocks.size() && end < before.size() && blocks.get(end).equals(before.get(end))) {
      end++;
    }
    return end - at;
  }

  /** Where the blocks from {@code at} on stop lying one behind the other, all of one length. */
  private static int endOfExtent(List<BlockPlace> blocks, List<BlockPlace> before, int at) {
    int end = at + 1;
    while (end < blocks.size()
        && blocks.get(end - 1).length() == blocks.get(at).length()
        && blocks.get(end).length() <= blocks.get(at).length()
        && blocks.get(end - 1).isFollowedBy(blocks.get(end))
        && copied(blocks, before, end) == 0) {
      end++;
    }
    return end;
  }

  private void extent(FormatWriter runs, List<BlockPlace> blocks) {
    BlockPlace first = blocks.getFirst();
    runs.number((long) blocks.size() << 1 | EXTENT);
    runs.number(packs.computeIfAbsent(first.pack(), key -> packs.size()));
    runs.number(first.segment());
    runs.number(first.offset());
    runs.number(first.length());
    runs.number(blocks.getLast().length());
    for (BlockPlace block : blocks) {
      runs.hash(block.hash());
    }
  }
}
