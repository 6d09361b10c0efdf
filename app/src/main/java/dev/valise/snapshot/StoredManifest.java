package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.blob.BlobUpload;
import dev.valise.blob.NoSuchBlobException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One manifest as it lies in the blob store: a header, then sealed parts, each behind its length as
 * four bytes. The first part is the index, the others are the tree, cut into pieces.
 *
 * @param content its tree, which is opened when somebody asks for it
 */
record StoredManifest(BlobKey key, ManifestIndex index, Content content) {

  /** What a manifest says of the tree. */
  interface Content {

    /**
     * Applies what this manifest says.
     *
     * @param base the tree of the manifest that the index names, or the empty one
     * @throws DamagedSnapshotException when a byte was changed
     */
    Resolved resolve(Tree base) throws IOException;
  }

  /**
   * The tree with what a manifest says applied.
   *
   * @param changeBytes how long that is, in bytes
   */
  record Resolved(Tree tree, long changeBytes) {}

  /** Large enough to compress well, small enough that no part is near the limit of one. */
  private static final int PART_BYTES = 4 << 20;

  /**
   * Writes a manifest; it is durable when this returns.
   *
   * @param base what the changes are against; empty when they are the whole tree
   * @return its size in bytes
   */
  static long write(
      BlobStore blobs,
      Vault vault,
      BlobKey key,
      Optional<BlobKey> base,
      TreeEncoder.Encoded changes,
      Map<String, String> attachments)
      throws IOException {
    byte[] tree = changes.bytes();
    int parts = Math.ceilDiv(tree.length, PART_BYTES);
    byte[] index = new ManifestIndex(base, changes.packs(), attachments, parts).encode();
    try (BlobUpload upload = blobs.upload(key)) {
      var out = new ByteArrayOutputStream();
      out.writeBytes(FormatHeader.MANIFEST.bytes());
      append(out, Envelope.seal(vault, key, 0, index, index.length));
      for (int part = 0; part < parts; part++) {
        byte[] piece =
            Arrays.copyOfRange(
                tree, part * PART_BYTES, Math.min(tree.length, (part + 1) * PART_BYTES));
        append(out, Envelope.seal(vault, key, part + 1, piece, piece.length));
      }
      upload.write(out.toByteArray());
      return upload.commit();
    }
  }

  private static void append(ByteArrayOutputStream out, byte[] sealed) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(sealed.length).array());
    out.writeBytes(sealed);
  }

  /**
   * Reads a manifest and opens its index.
   *
   * @throws DamagedSnapshotException when it is missing, changed or another owner's
   */
  static StoredManifest read(BlobStore blobs, Vault vault, BlobKey key) throws IOException {
    byte[] stored;
    try (InputStream in = blobs.read(key)) {
      stored = in.readAllBytes();
    } catch (NoSuchBlobException e) {
      throw DamagedSnapshotException.missing(key);
    }
    int version = FormatHeader.MANIFEST.check(key, stored);
    ByteBuffer in = ByteBuffer.wrap(stored).position(FormatHeader.LENGTH);
    if (version == 1) {
      byte[] plain = Envelope.open(vault, key, 0, rest(in));
      return decode(key, () -> FirstManifest.decode(key, plain));
    }
    List<byte[]> parts = parts(key, in);
    byte[] plain = Envelope.open(vault, key, 0, parts.getFirst());
    ManifestIndex index = decode(key, () -> ManifestIndex.decode(plain));
    if (index.treeParts() != parts.size() - 1) {
      throw new DamagedSnapshotException(key, "it has not all parts of its tree");
    }
    return new StoredManifest(key, index, base -> resolve(vault, key, index, parts, base));
  }

  private static List<byte[]> parts(BlobKey key, ByteBuffer in) throws DamagedSnapshotException {
    List<byte[]> parts = new ArrayList<>();
    do {
      int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new DamagedSnapshotException(key, "it is too short");
      }
      parts.add(rest(in.slice(in.position(), length)));
      in.position(in.position() + length);
    } while (in.hasRemaining());
    return parts;
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  private static Resolved resolve(
      Vault vault, BlobKey key, ManifestIndex index, List<byte[]> parts, Tree base)
      throws IOException {
    var plain = new ByteArrayOutputStream();
    for (int part = 1; part < parts.size(); part++) {
      plain.writeBytes(Envelope.open(vault, key, part, parts.get(part)));
    }
    byte[] changes = plain.toByteArray();
    return decode(
        key, () -> new Resolved(TreeDecoder.decode(changes, index.packs(), base), changes.length));
  }

  private interface Decoding<T> {
    T run() throws IOException;
  }

  /** What a sealed part holds and cannot be read was written wrong, or by someone with the key. */
  private static <T> T decode(BlobKey key, Decoding<T> decoding) throws DamagedSnapshotException {
    try {
      return decoding.run();
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DamagedSnapshotException(key, "it cannot be read: " + e.getMessage());
    }
  }
}
