package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.MemoryKeysets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A snapshot store over blobs in memory that can be damaged, and two owners. */
final class SnapshotFixture {
  static final Map<String, String> ATTACHMENTS = Map.of("cookies", "[{\"name\":\"sid\"}]");

  final MemoryBlobStore blobs = new MemoryBlobStore();
  final FaultyBlobStore faulty = new FaultyBlobStore(blobs);
  final SnapshotStore store = new SnapshotStore(faulty, Ids.fresh());
  private final Keyring keyring = new Keyring(RootKey.generate(), new MemoryKeysets());
  final Vault vault = newVault();
  final Vault othersVault = newVault();

  private Vault newVault() {
    OrganisationId owner = Ids.fresh().organisation();
    return new Vault(keyring.sealingKey(owner), owner.value());
  }

  SavedSnapshot save(Path folder) throws IOException {
    return store.save(request(folder));
  }

  /** Saves what a folder has become since {@code base}. */
  SavedSnapshot save(Path folder, Base base) throws IOException {
    return store.save(request(folder).on(base));
  }

  SaveRequest request(Path folder) {
    return SaveRequest.of(folder, Preset.full(), ATTACHMENTS, vault);
  }

  /** What a folder holds right after it was saved. */
  static Base base(SavedSnapshot saved) {
    return new Base(saved.snapshot(), Optional.of(saved.record()));
  }

  Snapshot open(BlobKey manifest) throws IOException {
    return store.open(manifest, vault);
  }

  /** Checks a snapshot out into a folder that is empty or missing. */
  CheckoutRecord checkOut(BlobKey manifest, Path folder) throws IOException {
    return open(manifest).checkOut(folder, Optional.empty());
  }

  /** Reads all of a snapshot in the form of {@link FolderContent}. */
  SortedMap<String, String> read(BlobKey manifest) throws IOException {
    var content = new TreeMap<String, String>();
    readInto(content, manifest);
    return content;
  }

  /** Reads a snapshot; what was read before a fault is in {@code content} when this throws. */
  void readInto(SortedMap<String, String> content, BlobKey manifest) throws IOException {
    store
        .open(manifest, vault)
        .forEach((path, size, modifiedMillis, file) -> {
          var bytes = new ByteArrayOutputStream();
          file.writeTo(bytes);
          content.put(path, FolderContent.describe(bytes.toByteArray(), modifiedMillis));
        });
  }

  /** Stores a manifest as a faulty or hostile writer that has the key could. */
  BlobKey forge(Tree tree) throws IOException {
    return forge(
        new ManifestIndex(Optional.empty(), List.copyOf(tree.packs().values()), Map.of(), 1),
        TreeEncoder.encode(tree, Tree.EMPTY).bytes());
  }

  BlobKey forge(ManifestIndex index, byte[]... treeParts) throws IOException {
    var key = new BlobKey("manifests/forged/" + Ids.fresh().next());
    forgeAt(key, index, treeParts);
    return key;
  }

  void forgeAt(BlobKey key, ManifestIndex index, byte[]... treeParts) throws IOException {
    try (BlobUpload upload = blobs.upload(key)) {
      upload.write(FormatHeader.MANIFEST.bytes());
      writePart(upload, key, 0, index.encode());
      for (int part = 0; part < treeParts.length; part++) {
        writePart(upload, key, part + 1, treeParts[part]);
      }
      upload.commit();
    }
  }

  private void writePart(BlobUpload upload, BlobKey key, int number, byte[] plain)
      throws IOException {
    byte[] sealed = Envelope.seal(vault, key, number, plain, plain.length);
    upload.write(ByteBuffer.allocate(Integer.BYTES).putInt(sealed.length).array());
    upload.write(sealed);
  }

  Tree tree(BlobKey manifest) throws IOException {
    return open(manifest).layers().tree();
  }

  /** Manifests that lie in the blob store, in the order of their keys. */
  List<BlobKey> manifests() {
    return blobs.keys().stream().filter(key -> key.value().startsWith("manifests/")).toList();
  }

  /** The pack that a first save wrote. */
  static BlobKey pack(SavedSnapshot saved) {
    return saved.blobs().getLast();
  }

  byte[] stored(BlobKey key) throws IOException {
    try (InputStream in = blobs.read(key)) {
      return in.readAllBytes();
    }
  }

  void overwrite(BlobKey key, byte[] bytes) throws IOException {
    try (BlobUpload upload = blobs.upload(key)) {
      upload.write(bytes);
      upload.commit();
    }
  }
}
