package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.blob.NoSuchBlobException;
import dev.valise.model.IdSource;
import dev.valise.snapshot.FolderScan.Found;
import dev.valise.snapshot.Manifest.BlockPlace;
import dev.valise.snapshot.Manifest.FileEntry;
import dev.valise.snapshot.Manifest.PackIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Saves folders as snapshots and opens snapshots again.
 *
 * <p>Thread-safe: saves and reads of any snapshots may go on at the same time. A snapshot never
 * changes. A save that fails or is cut off leaves at most blobs that no one names.
 */
public final class SnapshotStore {
  private final BlobStore blobs;
  private final IdSource ids;

  public SnapshotStore(BlobStore blobs, IdSource ids) {
    this.blobs = blobs;
    this.ids = ids;
  }

  /**
   * Saves what the preset keeps of a folder in which nothing writes meanwhile. Packs, then
   * manifest, are durable when this returns.
   *
   * @param attachments texts to keep with the files, by name
   */
  public SavedSnapshot save(
      Path folder, Preset preset, Map<String, String> attachments, Vault vault) throws IOException {
    FolderScan scan = FolderScan.of(folder, preset);
    List<FileEntry> files = new ArrayList<>();
    try (var pack = new PackWriter(blobs, newKey("packs"), vault)) {
      for (Found found : scan.files()) {
        files.add(write(folder, found, pack));
      }
      List<PackIndex> packs = List.of(pack.commit());
      var manifest = new Manifest(packs, files, attachments);
      BlobKey key = newKey("manifests");
      long manifestBytes = write(key, manifest, vault);
      return new SavedSnapshot(
          key,
          packs.stream().map(PackIndex::key).toList(),
          files.size(),
          manifest.bytes(),
          pack.written() + manifestBytes,
          scan.leftOut());
    }
  }

  /**
   * Opens a snapshot.
   *
   * @throws DamagedSnapshotException when its manifest is missing, changed or another owner's
   */
  public Snapshot open(BlobKey manifest, Vault vault) throws IOException {
    byte[] stored;
    try (InputStream in = blobs.read(manifest)) {
      stored = in.readAllBytes();
    } catch (NoSuchBlobException e) {
      throw new DamagedSnapshotException(manifest, "it is missing");
    }
    FormatHeader.MANIFEST.check(manifest, stored);
    byte[] sealed = Arrays.copyOfRange(stored, FormatHeader.LENGTH, stored.length);
    return new Snapshot(
        blobs, vault, ManifestCodec.decode(Envelope.open(vault, manifest, 0, sealed)));
  }

  private static FileEntry write(Path folder, Found found, PackWriter pack) throws IOException {
    List<BlockPlace> blocks = new ArrayList<>();
    long size = 0;
    try (InputStream in =
        Files.newInputStream(folder.resolve(found.path()), LinkOption.NOFOLLOW_LINKS)) {
      byte[] buffer = new byte[BlockSplitter.MAX_BLOCK];
      int read = in.readNBytes(buffer, 0, buffer.length);
      int blockLength = BlockSplitter.blockLength(buffer, read);
      while (read > 0) {
        for (int at = 0; at < read; at += blockLength) {
          int length = Math.min(blockLength, read - at);
          blocks.add(pack.add(buffer, at, length));
        }
        size += read;
        read = in.readNBytes(buffer, 0, buffer.length);
      }
    }
    return new FileEntry(found.path(), size, found.modifiedMillis(), blocks);
  }

  private long write(BlobKey key, Manifest manifest, Vault vault) throws IOException {
    byte[] plain = ManifestCodec.encode(manifest);
    try (BlobUpload upload = blobs.upload(key)) {
      upload.write(FormatHeader.MANIFEST.bytes());
      upload.write(Envelope.seal(vault, key, 0, plain, plain.length));
      return upload.commit();
    }
  }

  /** Two letters of the id as a folder, so that no folder grows without bound. */
  private BlobKey newKey(String kind) {
    String id = ids.next();
    return new BlobKey(kind + "/" + id.substring(0, 2) + "/" + id);
  }
}
