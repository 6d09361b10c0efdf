package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import dev.valise.blob.BlobKey;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.format.reader.Keys;
import dev.valise.model.OrganisationId;
import dev.valise.testing.MemoryKeysets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints the bytes of the example of docs/format.md with new keys, for the day when the format gets
 * another version.
 */
final class FormatExampleMaker {
  private static final OrganisationId OWNER = new OrganisationId("exampleorganisation00001");
  private static final String KEYSET = "organisation-" + OWNER;
  private static final long CHANGED = 1_795_165_687_654_321_000L;
  private static final Map<String, String> ATTACHMENTS = Map.of("cookies", "[]");
  private static final int PAGE = 4096;

  private final Keys keys;
  private final int keyId;
  private int nonces;

  private FormatExampleMaker(Keys keys) {
    this.keys = keys;
    this.keyId = keys.ids().iterator().next();
  }

  public static void main(String[] arguments) throws Exception {
    RootKey root = RootKey.generate();
    var keysets = new MemoryKeysets();
    var _ = new Keyring(root, keysets).sealingKey(OWNER);
    byte[] wrapped = keysets.find(KEYSET).orElseThrow();
    block("json root-key", root.reveal());
    hex("keyset " + KEYSET, wrapped);
    new FormatExampleMaker(Keys.root(root.reveal()).unwrap(KEYSET, wrapped)).print();
  }

  private void print() throws Exception {
    byte[] shared = "A".repeat(PAGE).getBytes(UTF_8);
    byte[] ends = "B".repeat(904).getBytes(UTF_8);
    var first = new BlobKey("packs/ex/example-1");
    byte[] plain = Arrays.copyOf(shared, PAGE + ends.length);
    System.arraycopy(ends, 0, plain, PAGE, ends.length);
    PackIndex firstPack = pack(first, plain);
    BlockPlace same = place(first, shared, 0);
    Tree before =
        tree(
            Map.of(first, firstPack),
            new TreeEntry.Folder("Default", 0700),
            new TreeEntry.File(
                "Default/Cookies", 0600, CHANGED, 5000, List.of(same, place(first, ends, PAGE))));
    manifest(new BlobKey("manifests/ex/example-1"), Optional.empty(), before, Tree.EMPTY);

    byte[] others = "C".repeat(904).getBytes(UTF_8);
    var second = new BlobKey("packs/ex/example-2");
    PackIndex secondPack = pack(second, others);
    Tree after =
        tree(
            Map.of(first, firstPack, second, secondPack),
            new TreeEntry.Folder("Default", 0700),
            new TreeEntry.File(
                "Default/Cookies",
                0600,
                CHANGED + 1_000_000,
                5000,
                List.of(same, place(second, others, 0))),
            new TreeEntry.Folder("Default/Storage", 0700));
    manifest(
        new BlobKey("manifests/ex/example-2"),
        Optional.of(new BlobKey("manifests/ex/example-1")),
        after,
        before);
  }

  private static Tree tree(Map<BlobKey, PackIndex> packs, TreeEntry... entries) {
    return new Tree(List.of(entries), packs);
  }

  private static BlockPlace place(BlobKey pack, byte[] block, int offset) {
    return new BlockPlace(
        new BlockHasher().hash(block, 0, block.length), pack, 0, offset, block.length);
  }

  private PackIndex pack(BlobKey key, byte[] plain) throws Exception {
    byte[] frame = Zstd.compress(plain, 1);
    byte[] sealed = seal(key, 0, frame);
    hex("blob " + key, FormatHeader.PACK.bytes(), sealed);
    hex("frame of " + key, frame);
    block("text associated data of " + key, associated(key, 0) + "\n");
    return new PackIndex(
        key, List.of(new PackIndex.SegmentPlace(FormatHeader.LENGTH, sealed.length)));
  }

  private void manifest(BlobKey key, Optional<BlobKey> base, Tree tree, Tree below)
      throws Exception {
    TreeEncoder.Encoded changes = TreeEncoder.encode(tree, below);
    byte[] index = new ManifestIndex(base, changes.packs(), ATTACHMENTS, 1).encode();
    hex(
        "blob " + key,
        FormatHeader.MANIFEST.bytes(),
        part(seal(key, 0, Zstd.compress(index, 1))),
        part(seal(key, 1, Zstd.compress(changes.bytes(), 1))));
    hex("index of " + key, index);
    hex("tree of " + key, changes.bytes());
  }

  private byte[] seal(BlobKey key, int position, byte[] frame) throws Exception {
    // 000000000000000000000001 and on: a writer must take random ones.
    byte[] nonce = ByteBuffer.allocate(12).putInt(8, ++nonces).array();
    return keys.seal(keyId, nonce, frame, associated(key, position));
  }

  private static String associated(BlobKey key, int position) {
    return "valise 1 " + OWNER + " " + key + " " + position;
  }

  private static byte[] part(byte[] sealed) {
    return ByteBuffer.allocate(Integer.BYTES + sealed.length)
        .putInt(sealed.length)
        .put(sealed)
        .array();
  }

  private static void hex(String name, byte[]... parts) {
    var text = new StringBuilder();
    for (byte[] part : parts) {
      var bytes = new ByteArrayOutputStream();
      for (byte one : part) {
        bytes.write(one);
        if (bytes.size() == 32) {
          text.append(HexFormat.ofDelimiter(" ").formatHex(bytes.toByteArray())).append('\n');
          bytes.reset();
        }
      }
      if (bytes.size() > 0) {
        text.append(HexFormat.ofDelimiter(" ").formatHex(bytes.toByteArray())).append('\n');
      }
    }
    block("hex " + name, text.toString());
  }

  private static void block(String name, String text) {
    System.out.println("```" + name + "\n" + text.strip() + "\n```\n");
  }
}
