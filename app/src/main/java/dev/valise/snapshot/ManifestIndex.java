package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The first part of a manifest: all but its tree.
 *
 * @param base the manifest that this one says the changes against; empty when it has the whole tree
 * @param packs those that the blocks named in this manifest lie in
 * @param attachments texts that belong to the snapshot and are no file of the folder, by name
 * @param treeParts how many parts the tree has
 */
record ManifestIndex(
    Optional<BlobKey> base, List<PackIndex> packs, Map<String, String> attachments, int treeParts) {
  ManifestIndex {
    packs = List.copyOf(packs);
    attachments = Map.copyOf(attachments);
  }

  byte[] encode() {
    var out = new FormatWriter();
    out.text(base.map(BlobKey::value).orElse(""));
    out.number(packs.size());
    for (PackIndex pack : packs) {
      out.text(pack.key().value());
      out.number(pack.segments().size());
      for (PackIndex.SegmentPlace segment : pack.segments()) {
        out.number(segment.length());
      }
    }
    out.number(attachments.size());
    new TreeMap<>(attachments)
        .forEach((name, text) -> {
          out.text(name);
          out.text(text);
        });
    out.number(treeParts);
    return out.toBytes();
  }

  /**
   * @throws IOException when the bytes are no index
   */
  static ManifestIndex decode(byte[] bytes) throws IOException {
    var in = new FormatReader(bytes);
    String base = in.text();
    List<PackIndex> packs = new ArrayList<>();
    for (int i = in.count(2); i > 0; i--) {
      packs.add(pack(in));
    }
    Map<String, String> attachments = new TreeMap<>();
    for (int i = in.count(2); i > 0; i--) {
      attachments.put(in.text(), in.text());
    }
    return new ManifestIndex(
        base.isEmpty() ? Optional.empty() : Optional.of(key(base)),
        packs,
        attachments,
        in.number(Integer.MAX_VALUE));
  }

  private static PackIndex pack(FormatReader in) throws IOException {
    BlobKey key = key(in.text());
    List<PackIndex.SegmentPlace> segments = new ArrayList<>();
    long offset = FormatHeader.LENGTH;
    for (int i = in.count(1); i > 0; i--) {
      int length = in.number(Envelope.MAX_SEALED);
      segments.add(new PackIndex.SegmentPlace(offset, length));
      offset += length;
    }
    return new PackIndex(key, segments);
  }

  static BlobKey key(String text) throws IOException {
    try {
      return new BlobKey(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
