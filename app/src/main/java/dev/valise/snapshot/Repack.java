package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Packs whose needed blocks lie in new packs too: snapshots can be written that are as before and
 * do without the old ones. Used by one thread.
 */
public final class Repack {
  private final BlobStore blobs;
  private final Vault vault;
  private final Function<String, BlobKey> newKey;
  private final BlockCopy.Copied copied;
  private final Map<BlobKey, Long> written = new HashMap<>();

  /** The snapshot that was rewritten last, on which the next one may say its changes. */
  private Layers last = Layers.NONE;

  Repack(BlobStore blobs, Vault vault, Function<String, BlobKey> newKey, BlockCopy.Copied copied) {
    this.blobs = blobs;
    this.vault = vault;
    this.newKey = newKey;
    this.copied = copied;
    copied.written().forEach(pack -> written.put(pack.key(), pack.size()));
  }

  /**
   * A snapshot that has taken the place of another one with the same files and attachments.
   *
   * @param blobs all that it needs: its manifest first
   */
  public record Rewritten(List<BlobKey> blobs) {
    public Rewritten {
      blobs = List.copyOf(blobs);
    }

    public BlobKey manifest() {
      return blobs.getFirst();
    }
  }

  /** The packs that could not be copied, with the reason. Snapshots go on needing them. */
  public Map<BlobKey, DamagedSnapshotException> damaged() {
    return Map.copyOf(copied.damaged());
  }

  /** The new packs. */
  public List<SavedSnapshot.Written> packs() {
    return List.copyOf(copied.written());
  }

  /** All blobs that were written so far, with their sizes in bytes. */
  public Map<BlobKey, Long> written() {
    return Map.copyOf(written);
  }

  /**
   * Writes a manifest for a snapshot that was included in the survey; it is durable when this
   * returns. Called for the oldest snapshot first, so that later ones can say what they changed.
   *
   * @return empty when the snapshot needs none of the packs
   */
  public Optional<Rewritten> rewrite(BlobKey manifest) throws IOException {
    StoredManifest before = StoredManifest.read(blobs, vault, manifest);
    Layers layers = Layers.read(blobs, vault, before);
    Tree tree = moved(layers.tree());
    if (tree.entries().equals(layers.tree().entries())) {
      return Optional.empty();
    }
    BlobKey key = newKey.apply("manifests");
    Layers.Next next = next(tree, layers);
    long size =
        StoredManifest.write(
            blobs, vault, key, next.base(), next.changes(), before.index().attachments());
    written.put(key, size);
    last = next.layers(key, tree);
    List<BlobKey> needed = new ArrayList<>(last.manifests());
    needed.addAll(tree.usedPacks().keySet());
    return Optional.of(new Rewritten(needed));
  }

  /**
   * On top of what was rewritten before; or on the manifests below the old one, where those that
   * differ from it in little need none of the packs. The latter only when it is clearly smaller,
   * for it keeps manifests that may otherwise be gone soon.
   */
  private Layers.Next next(Tree tree, Layers before) {
    Layers.Next onLast = last.next(tree);
    var below = new Layers(before.layers().subList(1, before.layers().size()));
    Layers.Next onBelow = below.next(tree);
    return 2L * onBelow.changes().bytes().length < onLast.changes().bytes().length
        ? onBelow
        : onLast;
  }

  private Tree moved(Tree tree) {
    Map<BlobKey, PackIndex> packs = new HashMap<>(tree.packs());
    packs.putAll(copied.packs());
    List<TreeEntry> entries = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      entries.add(
          switch (entry) {
            case TreeEntry.Folder folder -> folder;
            case TreeEntry.File file ->
                new TreeEntry.File(
                    file.path(),
                    file.mode(),
                    file.modifiedNanos(),
                    file.size(),
                    file.blocks().stream().map(this::moved).toList());
          });
    }
    return Tree.of(entries, packs);
  }

  private BlockPlace moved(BlockPlace block) {
    if (!copied.from().contains(block.pack())) {
      return block;
    }
    BlockPlace place = copied.places().get(block.hash());
    if (place == null) {
      throw new IllegalStateException(
          "the snapshot was not surveyed: nobody knew that it needs a block of " + block.pack());
    }
    return place;
  }
}
