package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.format.ExamplePage;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryBlobStore;
import dev.valise.testing.MemoryKeysets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example on docs/format.md is what the engine reads and writes. */
class FormatExampleTest {
  private static final BlobKey FIRST = new BlobKey("manifests/ex/example-1");
  private static final BlobKey SECOND = new BlobKey("manifests/ex/example-2");

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final SnapshotStore store = new SnapshotStore(blobs, Ids.fresh());
  private ExamplePage page = new ExamplePage(Map.of());
  private Vault vault;

  @BeforeEach
  void read() throws IOException {
    page = ExamplePage.read();
    for (String name : page.blocks().keySet()) {
      if (name.startsWith("hex blob ")) {
        try (BlobUpload upload = blobs.upload(new BlobKey(name.substring("hex blob ".length())))) {
          upload.write(page.hex(name));
          upload.commit();
        }
      }
    }
    String keyset = page.only("hex keyset").substring("hex keyset ".length());
    var keysets = new MemoryKeysets();
    assertThat(keysets.replace(Map.of(), Map.of(keyset, page.hex("hex keyset " + keyset))))
        .isTrue();
    var organisation = new OrganisationId(keyset.substring("organisation-".length()));
    var keyring = new Keyring(RootKey.parse(page.text("json root-key")), keysets);
    vault = new Vault(keyring.sealingKey(organisation), organisation.value());
  }

  /**
   * Of a page that is behind, {@link FormatExampleMaker#main} prints the new bytes. So it does when
   * another zstd makes other frames of the same bytes.
   */
  @Test
  void thePageHasWhatTheMakerMakes() throws Exception {
    Map<String, byte[]> made =
        FormatExampleMaker.make(page.text("json root-key"), page.hex(page.only("hex keyset")));

    assertThat(page.blocks().keySet()).containsExactlyInAnyOrderElementsOf(made.keySet());
    for (var block : made.entrySet()) {
      assertThat(page.bytes(block.getKey())).as(block.getKey()).isEqualTo(block.getValue());
    }
  }

  @Test
  void theEngineReadsIt() throws IOException {
    assertThat(cookies(FIRST)).isEqualTo("A".repeat(4096) + "B".repeat(904));
    assertThat(cookies(SECOND)).isEqualTo("A".repeat(4096) + "C".repeat(904));
    assertThat(store.open(SECOND, vault).blobs()).hasSize(4);
    assertThat(store.check(List.of(FIRST, SECOND), vault, _ -> {}).faults()).isEmpty();
  }

  private String cookies(BlobKey manifest) throws IOException {
    var content = new ByteArrayOutputStream();
    store.open(manifest, vault).forEach((_, _, _, file) -> file.writeTo(content));
    return content.toString(UTF_8);
  }

  @Test
  void theEngineWritesItsPlainParts() throws IOException {
    StoredManifest first = StoredManifest.read(blobs, vault, FIRST);
    StoredManifest second = StoredManifest.read(blobs, vault, SECOND);
    Tree before = first.content().resolve(Tree.EMPTY).tree();
    Tree after = second.content().resolve(before).tree();

    TreeEncoder.Encoded whole = TreeEncoder.encode(before, Tree.EMPTY);
    assertThat(whole.bytes()).isEqualTo(page.hex("hex tree of " + FIRST));
    assertThat(new ManifestIndex(Optional.empty(), whole.packs(), attachments(), 1).encode())
        .isEqualTo(page.hex("hex index of " + FIRST));

    TreeEncoder.Encoded changes = TreeEncoder.encode(after, before);
    assertThat(changes.bytes()).isEqualTo(page.hex("hex tree of " + SECOND));
    assertThat(new ManifestIndex(Optional.of(FIRST), changes.packs(), attachments(), 1).encode())
        .isEqualTo(page.hex("hex index of " + SECOND));
  }

  private static Map<String, String> attachments() {
    return Map.of("cookies", "[]");
  }
}
