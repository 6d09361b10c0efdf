package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A manifest in version 1 of the format, which had everything in one part: big-endian numbers of
 * fixed size, lists as a count and their items, no folders and no modes. Only read; the next save
 * writes the newest version. Used once, by one thread.
 */
final class FirstManifest {

  /** What version 1 wrote every file and folder back with. */
  private static final int FILE_MODE = 0600;

  private static final int FOLDER_MODE = 0700;

  private final DataInputStream in;
  private final Map<String, TreeEntry> entries = new TreeMap<>();

  private FirstManifest(byte[] plain) {
    this.in = new DataInputStream(new ByteArrayInputStream(plain));
  }

  /**
   * @param plain the opened part
   * @throws IOException when it is no such manifest
   */
  static StoredManifest decode(BlobKey key, byte[] plain) throws IOException {
    return new FirstManifest(plain).manifest(key, plain.length);
  }

  private StoredManifest manifest(BlobKey key, int length) throws IOException {
    List<PackIndex> packs = new ArrayList<>();
    Map<BlobKey, PackIndex> byKey = new HashMap<>();
    for (int i = number(); i > 0; i--) {
      PackIndex pack = pack();
      packs.add(pack);
      byKey.put(pack.key(), pack);
    }
    for (int i = number(); i > 0; i--) {
      add(file(packs));
    }
    Map<String, String> attachments = new TreeMap<>();
    for (int i = number(); i > 0; i--) {
      attachments.put(text(), text());
    }
    var resolved =
        new StoredManifest.Resolved(new Tree(List.copyOf(entries.values()), byKey), length);
    var index = new ManifestIndex(Optional.empty(), packs, attachments, 1);
    return new StoredManifest(key, index, _ -> resolved);
  }

  private void add(TreeEntry.File file) throws IOException {
    put(file);
    String path = file.path();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String folder = path.substring(0, end);
      if (entries.get(folder) instanceof TreeEntry.Folder) {
        return;
      }
      put(new TreeEntry.Folder(folder, FOLDER_MODE));
    }
  }

  private void put(TreeEntry entry) throws IOException {
    if (entries.put(entry.path(), entry) != null) {
      throw new IOException("two things have the path '" + entry.path() + "'");
    }
  }

  private PackIndex pack() throws IOException {
    BlobKey key = ManifestIndex.key(text());
    List<PackIndex.SegmentPlace> segments = new ArrayList<>();
    for (int i = number(); i > 0; i--) {
      long offset = in.readLong();
      int length = number();
      if (offset < 0 || length > Envelope.MAX_SEALED) {
        throw new IOException("a segment in no possible place");
      }
      segments.add(new PackIndex.SegmentPlace(offset, length));
    }
    return new PackIndex(key, segments);
  }

  private TreeEntry.File file(List<PackIndex> packs) throws IOException {
    String path = PlainPath.check(text());
    long size = in.readLong();
    long modifiedNanos = TimeUnit.MILLISECONDS.toNanos(in.readLong());
    List<BlockPlace> blocks = new ArrayList<>();
    long length = 0;
    for (int i = number(); i > 0; i--) {
      BlockPlace block = block(packs);
      blocks.add(block);
      length += block.length();
    }
    if (length != size) {
      throw new IOException("the blocks of '" + path + "' do not make up its size");
    }
    return new TreeEntry.File(path, FILE_MODE, modifiedNanos, size, blocks);
  }

  private BlockPlace block(List<PackIndex> packs) throws IOException {
    byte[] hash = new byte[BlockHash.LENGTH];
    in.readFully(hash);
    int pack = number();
    int segment = number();
    int offset = number();
    int length = number();
    if (pack >= packs.size()
        || segment >= packs.get(pack).segments().size()
        || length > Envelope.MAX_PLAIN - offset) {
      throw new IOException("a block in no possible place");
    }
    return new BlockPlace(
        BlockHash.read(ByteBuffer.wrap(hash)), packs.get(pack).key(), segment, offset, length);
  }

  private String text() throws IOException {
    int length = number();
    if (length > in.available()) {
      throw new IOException("a text is longer than what is left");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private int number() throws IOException {
    int number = in.readInt();
    if (number < 0) {
      throw new IOException("a number below zero");
    }
    return number;
  }
}
