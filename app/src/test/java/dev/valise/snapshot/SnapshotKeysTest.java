package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.KeyRotation;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.KeysDeletedException;
import dev.valise.model.OrganisationId;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MemoryRootKey;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots over the life of the keys that seal them. */
class SnapshotKeysTest {
  private final Seed seed = Seed.fresh("SnapshotKeysTest");
  private final MemoryRootKey root = new MemoryRootKey();
  private final MemoryKeysets keysets = new MemoryKeysets();
  private final Keyring keyring = new Keyring(root, keysets);
  private final KeyRotation rotation = new KeyRotation(root, keysets);
  private final SnapshotStore store = new SnapshotStore(new MemoryBlobStore(), Ids.fresh());
  private final OrganisationId organisation = Ids.fresh().organisation();
  private final Path folder;
  private final Path restored;

  SnapshotKeysTest(@TempDir Path folder, @TempDir Path restored) {
    this.folder = folder;
    this.restored = restored;
  }

  @BeforeEach
  void aFolder() throws IOException {
    FolderContent.write(folder, "Default/Cookies", seed.bytes(50_000));
  }

  @Test
  void snapshotsFromBeforeAndAfterARotationOpen() throws IOException {
    BlobKey before = save(keyring);
    rotation.rotateOrganisations();
    rotation.rotateRoot();
    BlobKey after = save(keyring);

    for (Keyring one : new Keyring[] {keyring, new Keyring(root, keysets)}) {
      assertRestores(one, before);
      assertRestores(one, after);
    }
  }

  @Test
  void aSnapshotFromAfterTheRotationDoesNotOpenWithTheKeysetFromBefore() throws IOException {
    BlobKey before = save(keyring);
    SortedMap<String, byte[]> backup = keysets.all();
    rotation.rotateOrganisations();
    BlobKey after = save(keyring);

    backup.forEach(keysets::overwrite);
    var fromBackup = new Keyring(root, keysets);
    assertRestores(fromBackup, before);
    assertThatThrownBy(() -> store.open(after, vault(fromBackup)))
        .isInstanceOf(DamagedSnapshotException.class);
  }

  @Test
  void aRestoreThatGoesOnDuringARotationReadsWhatIsSavedMeanwhile() throws IOException {
    save(keyring);
    Vault inUse = vault(keyring);
    rotation.rotateOrganisations();
    BlobKey after = save(new Keyring(root, keysets));

    store.open(after, inUse).checkOut(restored.resolve("inUse"), Optional.empty());
    assertThat(FolderContent.of(restored.resolve("inUse"))).isEqualTo(FolderContent.of(folder));
  }

  @Test
  void nothingOpensAfterTheKeysWereDeleted() throws IOException {
    BlobKey saved = save(keyring);
    SortedMap<String, byte[]> backup = keysets.all();
    new Keyring(root, keysets).delete(organisation, Instant.parse("2026-11-21T10:00:00Z"));

    for (Keyring one : new Keyring[] {keyring, new Keyring(root, keysets)}) {
      assertThatThrownBy(() -> vault(one))
          .isInstanceOf(KeysDeletedException.class)
          .hasMessageContaining("were deleted on 2026-11-21T10:00:00Z");
      assertThatThrownBy(() -> save(one)).isInstanceOf(KeysDeletedException.class);
    }

    // What deleting does not reach: a copy of the catalog, together with the root key.
    var copied = new MemoryKeysets();
    copied.replace(Map.of(), backup);
    assertRestores(new Keyring(root, copied), saved);
  }

  private Vault vault(Keyring one) {
    return new Vault(one.sealingKey(organisation), organisation.value());
  }

  private BlobKey save(Keyring one) throws IOException {
    return store.save(SaveRequest.of(folder, Preset.full(), Map.of(), vault(one))).manifest();
  }

  private void assertRestores(Keyring one, BlobKey manifest) throws IOException {
    Path target = restored.resolve(Ids.fresh().next());
    store.open(manifest, vault(one)).checkOut(target, Optional.empty());
    assertThat(FolderContent.of(target)).isEqualTo(FolderContent.of(folder));
  }
}
