package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what {@link TreeEncoder} wrote, whoever made the bytes. Used once, by one thread. */
final class TreeDecoder {
  private static final int MODES = 0777;

  private final FormatReader in;
  private final Tree base;
  private final List<PackIndex> packs;
  private byte[] lastPath = {};

  private TreeDecoder(byte[] bytes, List<PackIndex> packs, Tree base) {
    this.in = new FormatReader(bytes);
    this.packs = packs;
    this.base = base;
  }

  /**
   * Applies the changes in {@code bytes} to a tree.
   *
   * @throws IOException when the bytes are no changes of this tree
   */
  static Tree decode(byte[] bytes, List<PackIndex> packs, Tree base) throws IOException {
    return new TreeDecoder(bytes, packs, base).tree();
  }

  private Tree tree() throws IOException {
    Map<String, TreeEntry> entries = new TreeMap<>();
    for (TreeEntry entry : base.entries()) {
      entries.put(entry.path(), entry);
    }
    String last = "";
    for (int kind = in.number(TreeEncoder.REMOVED);
        kind != TreeEncoder.END;
        kind = in.number(TreeEncoder.REMOVED)) {
      String path = path();
      if (path.compareTo(last) <= 0) {
        throw new IOException("its paths are not in order: '" + path + "'");
      }
      last = path;
      switch (kind) {
        case TreeEncoder.REMOVED -> {
          if (entries.remove(path) == null) {
            throw new IOException("it removes a path that is not there: '" + path + "'");
          }
        }
        case TreeEncoder.FOLDER -> entries.put(path, new TreeEntry.Folder(path, in.number(MODES)));
        default -> entries.put(path, file(path));
      }
    }
    if (in.hasMore()) {
      throw new IOException("something follows its end");
    }
    Map<BlobKey, PackIndex> known = new HashMap<>(base.packs());
    packs.forEach(pack -> known.put(pack.key(), pack));
    return new Tree(List.copyOf(entries.values()), known);
  }

  private TreeEntry.File file(String path) throws IOException {
    int mode = in.number(MODES);
    long modifiedNanos = in.signed();
    long size = in.number();
    List<BlockPlace> before = base.file(path).map(TreeEntry.File::blocks).orElse(List.of());
    List<BlockPlace> blocks = new ArrayList<>();
    int copied = 0;
    for (int runs = in.count(2); runs > 0; runs--) {
      long run = in.number();
      if (run >> 1 > Integer.MAX_VALUE) {
        throw new IOException("a run of too many blocks");
      }
      int count = (int) (run >> 1);
      if ((run & 1) == TreeEncoder.COPY) {
        copied = copy(before, copied, count, blocks);
      } else {
        extent(count, blocks);
      }
    }
    long length = 0;
    for (BlockPlace block : blocks) {
      length += block.length();
    }
    if (length != size) {
      throw new IOException("the blocks of '" + path + "' do not make up its size");
    }
    return new TreeEntry.File(path, mode, modifiedNanos, size, blocks);
  }

  /**
   * Copies forwards only: else a few bytes could ask for any number of blocks.
   *
   * @param copied where the last copy ended
   * @return where this one ends
   */
  private int copy(List<BlockPlace> before, int copied, int count, List<BlockPlace> blocks)
      throws IOException {
    int from = in.number(before.size());
    if (from < copied || count > before.size() - from) {
      throw new IOException("it copies blocks that are not there");
    }
    blocks.addAll(before.subList(from, from + count));
    return from + count;
  }

  private void extent(int count, List<BlockPlace> blocks) throws IOException {
    PackIndex pack = packs.get(in.number(packs.size() - 1));
    int segment = in.number(pack.segments().size() - 1);
    int offset = in.number(Envelope.MAX_PLAIN);
    int length = in.number(Envelope.MAX_PLAIN);
    int lastLength = in.number(length);
    for (int i = 0; i < count; i++) {
      int own = i < count - 1 ? length : lastLength;
      if (own == 0 || own > Envelope.MAX_PLAIN - offset) {
        throw new IOException("a block of no possible length");
      }
      blocks.add(new BlockPlace(in.hash(), pack.key(), segment, offset, own));
      offset += own;
    }
  }

  /** Refuses what could lead out of a folder, whoever made the manifest and whoever reads it. */
  private String path() throws IOException {
    int shared = in.number(lastPath.length);
    byte[] rest = in.bytes();
    if (shared + rest.length > PlainPath.MAX_BYTES) {
      throw new IOException("a path of " + (shared + rest.length) + " bytes");
    }
    byte[] path = Arrays.copyOf(lastPath, shared + rest.length);
    System.arraycopy(rest, 0, path, shared, rest.length);
    lastPath = path;
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("a path is not UTF-8", e);
    }
    return PlainPath.check(text);
  }
}
