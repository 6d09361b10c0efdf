package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.snapshot.PackIndex.SegmentPlace;
import dev.valise.testing.Ids;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Writes stores as Valise 0.1 did: manifests in format 1, blocks of 64 KiB, of 4 KiB in databases,
 * times in milliseconds.
 */
final class FirstFormat {
  private static final byte[] HEADER = {'V', 'A', 'L', 'M', 'A', 'N', 'I', 1};

  private final SnapshotFixture fixture;
  private final BlockHasher hasher = new BlockHasher();

  FirstFormat(SnapshotFixture fixture) {
    this.fixture = fixture;
  }

  /** Saves all files of a folder. */
  BlobKey save(Path folder, Map<String, String> attachments) throws IOException {
    var packKey = new BlobKey("packs/01/" + Ids.fresh().next());
    List<TreeEntry.File> files = new ArrayList<>();
    PackIndex pack;
    try (var writer = new PackWriter(fixture.blobs, packKey, fixture.vault)) {
      for (FolderScan.FoundFile found : FolderScan.of(folder, Preset.everything()).files()) {
        files.add(file(found, Files.readAllBytes(folder.resolve(found.path())), writer));
      }
      pack = writer.finish();
      writer.commit();
    }
    var key = new BlobKey("manifests/01/" + Ids.fresh().next());
    store(key, encode(List.of(pack), files, attachments));
    return key;
  }

  void store(BlobKey key, byte[] plain) throws IOException {
    try (BlobUpload upload = fixture.blobs.upload(key)) {
      upload.write(HEADER);
      upload.write(Envelope.seal(fixture.vault, key, 0, plain, plain.length));
      upload.commit();
    }
  }

  private TreeEntry.File file(FolderScan.FoundFile found, byte[] bytes, PackWriter writer)
      throws IOException {
    boolean database =
        Arrays.equals(bytes, 0, Math.min(bytes.length, 6), "SQLite".getBytes(UTF_8), 0, 6);
    int blockLength = database ? 4 << 10 : 64 << 10;
    List<BlockPlace> blocks = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += blockLength) {
      int length = Math.min(blockLength, bytes.length - at);
      blocks.add(writer.add(hasher.hash(bytes, at, length), bytes, at, length));
    }
    long modified = found.stamp().modifiedNanos();
    return new TreeEntry.File(found.path(), found.mode(), modified, bytes.length, blocks);
  }

  static byte[] encode(
      List<PackIndex> packs, List<TreeEntry.File> files, Map<String, String> attachments)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(packs.size());
    for (PackIndex pack : packs) {
      text(out, pack.key().value());
      out.writeInt(pack.segments().size());
      for (SegmentPlace segment : pack.segments()) {
        out.writeLong(segment.offset());
        out.writeInt(segment.length());
      }
    }
    out.writeInt(files.size());
    for (TreeEntry.File file : files) {
      file(out, file, packs.stream().map(PackIndex::key).toList());
    }
    out.writeInt(attachments.size());
    for (var attachment : new TreeMap<>(attachments).entrySet()) {
      text(out, attachment.getKey());
      text(out, attachment.getValue());
    }
    return bytes.toByteArray();
  }

  private static void file(DataOutputStream out, TreeEntry.File file, List<BlobKey> packs)
      throws IOException {
    text(out, file.path());
    out.writeLong(file.size());
    out.writeLong(TimeUnit.NANOSECONDS.toMillis(file.modifiedNanos()));
    out.writeInt(file.blocks().size());
    for (BlockPlace block : file.blocks()) {
      var hash = ByteBuffer.allocate(BlockHash.LENGTH);
      block.hash().write(hash);
      out.write(hash.array());
      out.writeInt(packs.indexOf(block.pack()));
      out.writeInt(block.segment());
      out.writeInt(block.offset());
      out.writeInt(block.length());
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
