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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
    return store.save(folder, Preset.full(), ATTACHMENTS, vault);
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
  BlobKey forge(Manifest manifest) throws IOException {
    var key = new BlobKey("manifests/forged/" + Ids.fresh().next());
    byte[] plain = ManifestCodec.encode(manifest);
    try (BlobUpload upload = blobs.upload(key)) {
      upload.write(FormatHeader.MANIFEST.bytes());
      upload.write(Envelope.seal(vault, key, 0, plain, plain.length));
      upload.commit();
    }
    return key;
  }

  Manifest manifest(BlobKey key) throws IOException {
    byte[] stored = stored(key);
    byte[] sealed = Arrays.copyOfRange(stored, FormatHeader.LENGTH, stored.length);
    return ManifestCodec.decode(Envelope.open(vault, key, 0, sealed));
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
