package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The manifests that make up one tree: each says what changed against the next, the last has
 * everything. Immutable.
 *
 * @param layers from the newest to the one with the whole tree
 */
record Layers(List<Layer> layers) {
  static final Layers NONE = new Layers(List.of());

  /** {@link #next} keeps a chain at the logarithm of its tree; this bounds only forged ones. */
  static final int MAX_DEPTH = 64;

  /**
   * @param tree what it looks like with all layers below applied
   * @param changeBytes length of the changes that it says, encoded and neither compressed nor
   *     sealed
   */
  record Layer(BlobKey manifest, Tree tree, long changeBytes) {}

  Layers {
    layers = List.copyOf(layers);
  }

  Tree tree() {
    return layers.isEmpty() ? Tree.EMPTY : layers.getFirst().tree();
  }

  private Layers with(Layer newest) {
    List<Layer> more = new ArrayList<>();
    more.add(newest);
    more.addAll(layers);
    return new Layers(more);
  }

  List<BlobKey> manifests() {
    return layers.stream().map(Layer::manifest).toList();
  }

  /**
   * Opens the manifests that one is built on, and itself.
   *
   * @throws DamagedSnapshotException when one of them is missing or changed
   */
  static Layers read(BlobStore blobs, Vault vault, StoredManifest newest) throws IOException {
    List<StoredManifest> manifests = new ArrayList<>();
    Set<BlobKey> seen = new HashSet<>();
    manifests.add(newest);
    Optional<BlobKey> base = newest.index().base();
    while (base.isPresent()) {
      if (!seen.add(base.get()) || seen.size() > MAX_DEPTH) {
        throw new DamagedSnapshotException(newest.key(), "its layers do not end");
      }
      StoredManifest below = StoredManifest.read(blobs, vault, base.get());
      manifests.add(below);
      base = below.index().base();
    }
    List<Layer> layers = new ArrayList<>();
    Tree tree = Tree.EMPTY;
    for (StoredManifest manifest : manifests.reversed()) {
      StoredManifest.Resolved resolved = manifest.content().resolve(tree);
      tree = resolved.tree();
      layers.add(new Layer(manifest.key(), tree, resolved.changeBytes()));
    }
    Collections.reverse(layers);
    return new Layers(layers);
  }

  /**
   * A tree as the next layer.
   *
   * @param below the layers that it says the changes against; none when it has the whole tree
   */
  record Next(TreeEncoder.Encoded changes, Layers below) {
    Optional<BlobKey> base() {
      return below.layers.isEmpty()
          ? Optional.empty()
          : Optional.of(below.layers.getFirst().manifest());
    }

    /** The layers with the tree on top, once its manifest is stored. */
    Layers layers(BlobKey manifest, Tree tree) {
      return below.with(new Layer(manifest, tree, changes.bytes().length));
    }
  }

  /**
   * How a new tree is best put on top: against the newest layer that says more than twice as much
   * as the changes. So a layer takes in those of its size, a chain has as many layers as the length
   * of the encoded tree has bits at most, and a change is rewritten as often at most. What the
   * manifest holds besides must not count: attachments that outweigh every change would put all
   * layers on top of each other.
   */
  Next next(Tree tree) {
    int skipped = 0;
    TreeEncoder.Encoded changes = TreeEncoder.encode(tree, tree(0));
    while (skipped < layers.size()
        && layers.get(skipped).changeBytes() <= 2L * changes.bytes().length) {
      skipped++;
      changes = TreeEncoder.encode(tree, tree(skipped));
    }
    return new Next(changes, new Layers(layers.subList(skipped, layers.size())));
  }

  private Tree tree(int layer) {
    return layer < layers.size() ? layers.get(layer).tree() : Tree.EMPTY;
  }
}
