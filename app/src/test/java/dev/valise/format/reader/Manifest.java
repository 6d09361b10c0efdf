package dev.valise.format.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The page's "Manifests", resolved with all bases.
 *
 * @param files by path
 * @param folders modes by path
 * @param attachments by name
 */
record Manifest(
    SortedMap<String, StoredFile> files,
    SortedMap<String, Integer> folders,
    SortedMap<String, String> attachments) {
  private static final int END = 0;
  private static final int FILE = 1;
  private static final int FOLDER = 2;
  private static final int REMOVED = 3;

  private record Segment(long begin, int length) {}

  private record Pack(String key, List<Segment> segments) {}

  private Manifest() {
    this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  static Manifest read(Blobs blobs, String key) throws IOException {
    byte[] blob = blobs.read(key, "VALMANI", 2);
    var in = new Bytes(Arrays.copyOfRange(blob, Blobs.HEADER, blob.length));
    if (blob[Blobs.HEADER - 1] == 1) {
      return FirstManifest.read(new Bytes(blobs.open(key, 0, in.rest())));
    }
    List<byte[]> parts = new ArrayList<>();
    while (in.hasMore()) {
      parts.add(blobs.open(key, parts.size(), in.take(in.fixed4())));
    }
    return read(blobs, parts);
  }

  private static Manifest read(Blobs blobs, List<byte[]> parts) throws IOException {
    var index = new Bytes(parts.getFirst());
    String base = index.text();
    List<Pack> packs = new ArrayList<>();
    for (int left = index.count(); left > 0; left--) {
      packs.add(pack(index));
    }
    var manifest = new Manifest();
    if (!base.isEmpty()) {
      Manifest below = read(blobs, base);
      manifest.files.putAll(below.files);
      manifest.folders.putAll(below.folders);
    }
    for (int left = index.count(); left > 0; left--) {
      manifest.attachments.put(index.text(), index.text());
    }
    if (index.count() != parts.size() - 1) {
      throw new IOException("parts of the tree are missing");
    }
    var tree = new ByteArrayOutputStream();
    parts.subList(1, parts.size()).forEach(tree::writeBytes);
    manifest.apply(new Bytes(tree.toByteArray()), packs);
    return manifest;
  }

  private static Pack pack(Bytes in) {
    String key = in.text();
    List<Segment> segments = new ArrayList<>();
    long begin = Blobs.HEADER;
    for (int left = in.count(); left > 0; left--) {
      int length = in.count();
      segments.add(new Segment(begin, length));
      begin += length;
    }
    return new Pack(key, segments);
  }

  private void apply(Bytes in, List<Pack> packs) throws IOException {
    byte[] last = {};
    for (int kind = in.count(); kind != END; kind = in.count()) {
      int shared = in.count();
      byte[] rest = in.take(in.count());
      last = Arrays.copyOf(last, shared + rest.length);
      System.arraycopy(rest, 0, last, shared, rest.length);
      String path = new String(last, StandardCharsets.UTF_8);
      StoredFile before = files.remove(path);
      folders.remove(path);
      switch (kind) {
        case FILE -> files.put(path, file(in, packs, before == null ? List.of() : before.blocks()));
        case FOLDER -> folders.put(path, in.count());
        case REMOVED -> {}
        default -> throw new IOException("no kind of record: " + kind);
      }
    }
    if (in.hasMore()) {
      throw new IOException("something follows the end");
    }
  }

  private static StoredFile file(Bytes in, List<Pack> packs, List<StoredFile.Block> before) {
    int mode = in.count();
    long changed = in.signed();
    long size = in.number();
    List<StoredFile.Block> blocks = new ArrayList<>();
    for (int runs = in.count(); runs > 0; runs--) {
      long run = in.number();
      int count = Math.toIntExact(run / 2);
      if (run % 2 == 0) {
        int from = in.count();
        blocks.addAll(before.subList(from, from + count));
        continue;
      }
      Pack pack = packs.get(in.count());
      int number = in.count();
      Segment segment = pack.segments().get(number);
      int offset = in.count();
      int length = in.count();
      int lastLength = in.count();
      for (int i = 0; i < count; i++) {
        int own = i == count - 1 ? lastLength : length;
        blocks.add(
            new StoredFile.Block(
                in.hash(), pack.key(), number, segment.begin(), segment.length(), offset, own));
        offset += own;
      }
    }
    return new StoredFile(mode, changed, size, blocks);
  }

  /** The page's "Manifests, version 1". */
  private static final class FirstManifest {
    private static final int FILE_MODE = 0600;
    private static final int FOLDER_MODE = 0700;
    private static final long NANOS = 1_000_000;

    private FirstManifest() {}

    static Manifest read(Bytes in) {
      List<Pack> packs = new ArrayList<>();
      for (int left = in.fixed4(); left > 0; left--) {
        String key = in.fixedText();
        List<Segment> segments = new ArrayList<>();
        for (int more = in.fixed4(); more > 0; more--) {
          segments.add(new Segment(in.fixed8(), in.fixed4()));
        }
        packs.add(new Pack(key, segments));
      }
      var manifest = new Manifest();
      for (int left = in.fixed4(); left > 0; left--) {
        String path = in.fixedText();
        long size = in.fixed8();
        long changed = in.fixed8() * NANOS;
        manifest.files.put(path, new StoredFile(FILE_MODE, changed, size, blocks(in, packs)));
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
          manifest.folders.put(path.substring(0, end), FOLDER_MODE);
        }
      }
      for (int left = in.fixed4(); left > 0; left--) {
        manifest.attachments.put(in.fixedText(), in.fixedText());
      }
      return manifest;
    }

    private static List<StoredFile.Block> blocks(Bytes in, List<Pack> packs) {
      List<StoredFile.Block> blocks = new ArrayList<>();
      for (int left = in.fixed4(); left > 0; left--) {
        String hash = in.hash();
        Pack pack = packs.get(in.fixed4());
        int number = in.fixed4();
        Segment segment = pack.segments().get(number);
        blocks.add(
            new StoredFile.Block(
                hash,
                pack.key(),
                number,
                segment.begin(),
                segment.length(),
                in.fixed4(),
                in.fixed4()));
      }
      return blocks;
    }
  }
}
