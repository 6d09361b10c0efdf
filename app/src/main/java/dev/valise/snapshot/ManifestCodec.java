package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.snapshot.Manifest.BlockPlace;
import dev.valise.snapshot.Manifest.FileEntry;
import dev.valise.snapshot.Manifest.PackIndex;
import dev.valise.snapshot.Manifest.SegmentPlace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A manifest as bytes: big-endian numbers, lists as a count and their items, texts as a length and
 * UTF-8.
 */
final class ManifestCodec {
  private ManifestCodec() {}

  static byte[] encode(Manifest manifest) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(manifest.packs().size());
      for (PackIndex pack : manifest.packs()) {
        writePack(out, pack);
      }
      out.writeInt(manifest.files().size());
      for (FileEntry file : manifest.files()) {
        writeFile(out, file);
      }
      out.writeInt(manifest.attachments().size());
      for (var attachment : new TreeMap<>(manifest.attachments()).entrySet()) {
        writeText(out, attachment.getKey());
        writeText(out, attachment.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory takes any bytes", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when the bytes are no manifest
   */
  static Manifest decode(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<PackIndex> packs = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        packs.add(readPack(in));
      }
      List<FileEntry> files = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        files.add(readFile(in));
      }
      Map<String, String> attachments = new HashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        attachments.put(readText(in), readText(in));
      }
      return new Manifest(packs, files, attachments);
    }
  }

  private static void writePack(DataOutputStream out, PackIndex pack) throws IOException {
    writeText(out, pack.key().value());
    out.writeInt(pack.segments().size());
    for (SegmentPlace segment : pack.segments()) {
      out.writeLong(segment.offset());
      out.writeInt(segment.length());
    }
  }

  private static PackIndex readPack(DataInputStream in) throws IOException {
    var key = new BlobKey(readText(in));
    List<SegmentPlace> segments = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      segments.add(new SegmentPlace(in.readLong(), in.readInt()));
    }
    return new PackIndex(key, segments);
  }

  private static void writeFile(DataOutputStream out, FileEntry file) throws IOException {
    writeText(out, file.path());
    out.writeLong(file.size());
    out.writeLong(file.modifiedMillis());
    out.writeInt(file.blocks().size());
    for (BlockPlace block : file.blocks()) {
      out.write(block.hash().toBytes());
      out.writeInt(block.pack());
      out.writeInt(block.segment());
      out.writeInt(block.offset());
      out.writeInt(block.length());
    }
  }

  private static FileEntry readFile(DataInputStream in) throws IOException {
    String path = readPath(in);
    long size = in.readLong();
    long modifiedMillis = in.readLong();
    List<BlockPlace> blocks = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      var hash = BlockHash.read(ByteBuffer.wrap(in.readNBytes(BlockHash.LENGTH)));
      blocks.add(new BlockPlace(hash, in.readInt(), in.readInt(), in.readInt(), in.readInt()));
    }
    return new FileEntry(path, size, modifiedMillis, blocks);
  }

  /** Refuses what could lead out of a folder, whoever made the manifest and whoever reads it. */
  private static String readPath(DataInputStream in) throws IOException {
    String path = readText(in);
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IOException("the manifest has a path that is not plain: '" + path + "'");
      }
    }
    return path;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
