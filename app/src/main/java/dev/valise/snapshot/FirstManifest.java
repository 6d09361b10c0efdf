package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A manifest in version 1 of the format, which had everything in one part: big-endian numbers of
 * fixed size, lists as a count and their items, no folders and no modes. Only read; the next save
 * writes the newest version.
 */
final class FirstManifest {

  /** What version 1 wrote every file and folder back with. */
  private static final int FILE_MODE = 0600;

  private static final int FOLDER_MODE = 0700;

  private final DataInputStream in;

  private FirstManifest(byte[] plain) {
    this.in = new DataInputStream(new ByteArrayInputStream(plain));
  }

  /**
   * @param plain the opened part
   * @param size in the blob store, in bytes
   */
  static StoredManifest decode(BlobKey key, long size, byte[] plain) throws IOException {
    return new FirstManifest(plain).manifest(key, size);
  }

  private StoredManifest manifest(BlobKey key, long size) throws IOException {
    List<PackIndex> packs = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      packs.add(pack());
    }
    Map<String, TreeEntry> entries = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      add(file(packs), entries);
    }
    Map<String, String> attachments = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      attachments.put(text(), text());
    }
    var tree =
        new Tree(
            List.copyOf(entries.values()),
            packs.stream().collect(Collectors.toMap(PackIndex::key, pack -> pack)));
    var index = new ManifestIndex(Optional.empty(), packs, attachments, 1);
    return new StoredManifest(key, size, index, base -> tree);
  }

  private static void add(TreeEntry.File file, Map<String, TreeEntry> entries) {
    entries.put(file.path(), file);
    for (int end = file.path().lastIndexOf('/'); end > 0; ) {
      String folder = file.path().substring(0, end);
      entries.put(folder, new TreeEntry.Folder(folder, FOLDER_MODE));
      end = folder.lastIndexOf('/');
    }
  }

  private PackIndex pack() throws IOException {
    var key = new BlobKey(text());
    List<PackIndex.SegmentPlace> segments = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      segments.add(new PackIndex.SegmentPlace(in.readLong(), in.readInt()));
    }
    return new PackIndex(key, segments);
  }

  private TreeEntry.File file(List<PackIndex> packs) throws IOException {
    String path = PlainPath.check(text());
    long size = in.readLong();
    long modifiedNanos = TimeUnit.MILLISECONDS.toNanos(in.readLong());
    List<BlockPlace> blocks = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      BlockHash hash = BlockHash.read(ByteBuffer.wrap(in.readNBytes(BlockHash.LENGTH)));
      BlobKey pack = packs.get(in.readInt()).key();
      blocks.add(new BlockPlace(hash, pack, in.readInt(), in.readInt(), in.readInt()));
    }
    return new TreeEntry.File(path, FILE_MODE, modifiedNanos, size, blocks);
  }

  private String text() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text is longer than what is left");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
