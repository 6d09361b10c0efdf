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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the bytes of the example of docs/format.md: by the engine where it does not seal, and by
 * the reader of the tests, with nonces that are counted, where it does. With the same keys it makes
 * the same bytes.
 */
final class FormatExampleMaker {
  private static final OrganisationId OWNER = new OrganisationId("exampleorganisation00001");
  private static final String KEYSET = "organisation-" + OWNER;
  private static final long CHANGED = 1_795_165_687_654_321_000L;
  private static final Map<String, String> ATTACHMENTS = Map.of("cookies", "[]");
  private static final int PAGE = 4096;
  private static final int BYTES_A_LINE = 32;

  private final Map<String, byte[]> blocks = new LinkedHashMap<>();
  private final Keys keys;
  private final int keyId;
  private int nonces;

  private FormatExampleMaker(Keys keys) {
    this.keys = keys;
    this.keyId = keys.ids().iterator().next();
  }

  /** Prints the example with new keys, for the day when the format gets another version. */
  public static void main(String[] arguments) throws Exception {
    RootKey root = RootKey.generate();
    var keysets = new MemoryKeysets();
    var _ = new Keyring(root, keysets).sealingKey(OWNER);
    make(root.reveal(), keysets.find(KEYSET).orElseThrow()).forEach(FormatExampleMaker::print);
  }

  /**
   * The code blocks of the page, by the words behind their fences: those that begin with {@code
   * hex} are shown as hex, the others are UTF-8.
   *
   * @param rootKey the file root-key
   * @param wrapped the only keyset of the example
   */
  static Map<String, byte[]> make(String rootKey, byte[] wrapped) throws Exception {
    Keys root = Keys.root(rootKey);
    var maker = new FormatExampleMaker(root.unwrap(KEYSET, wrapped));
    maker.blocks.put("json root-key", RootKey.parse(rootKey).reveal().strip().getBytes(UTF_8));
    maker.blocks.put("hex keyset " + KEYSET, wrapped);
    maker.blocks.put("hex opened keyset " + KEYSET, root.open(KEYSET, wrapped));
    maker.makeBlobs();
    return maker.blocks;
  }

  private void makeBlobs() throws Exception {
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
    blocks.put("hex frame of " + key, frame);
    blocks.put("text associated data of " + key, associated(key, 0).getBytes(UTF_8));
    blocks.put("hex blob " + key, joined(FormatHeader.PACK.bytes(), sealed));
    return new PackIndex(
        key, List.of(new PackIndex.SegmentPlace(FormatHeader.LENGTH, sealed.length)));
  }

  private void manifest(BlobKey key, Optional<BlobKey> base, Tree tree, Tree below)
      throws Exception {
    TreeEncoder.Encoded changes = TreeEncoder.encode(tree, below);
    byte[] index = new ManifestIndex(base, changes.packs(), ATTACHMENTS, 1).encode();
    blocks.put("hex index of " + key, index);
    blocks.put("hex tree of " + key, changes.bytes());
    blocks.put(
        "hex blob " + key,
        joined(
            FormatHeader.MANIFEST.bytes(),
            part(seal(key, 0, Zstd.compress(index, 1))),
            part(seal(key, 1, Zstd.compress(changes.bytes(), 1)))));
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

  private static byte[] joined(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static void print(String name, byte[] block) {
    System.out.println("```" + name);
    if (name.startsWith("hex ")) {
      for (int at = 0; at < block.length; at += BYTES_A_LINE) {
        int end = Math.min(block.length, at + BYTES_A_LINE);
        System.out.println(HexFormat.ofDelimiter(" ").formatHex(block, at, end));
      }
    } else {
      System.out.println(new String(block, UTF_8));
    }
    System.out.println("```\n");
  }
}
