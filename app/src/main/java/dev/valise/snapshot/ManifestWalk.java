package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens many snapshots of one owner that are built on each other. A tree that some of them share is
 * resolved once, as long as there is memory for it. Used by one thread.
 */
final class ManifestWalk {
  private final BlobStore blobs;
  private final Vault vault;
  private final Map<BlobKey, Known> known = new HashMap<>();
  private final Map<BlobKey, BlobFault> faults = new HashMap<>();

  private record Known(Optional<BlobKey> base, SoftReference<Tree> tree) {}

  /**
   * A snapshot whose manifests are sound.
   *
   * @param manifests its own first, then those that it is built on
   */
  record Opened(List<BlobKey> manifests, Tree tree) {

    /** All blobs that it needs. */
    List<BlobKey> needs() {
      List<BlobKey> needs = new ArrayList<>(manifests);
      needs.addAll(tree.usedPacks().keySet());
      return needs;
    }
  }

  ManifestWalk(BlobStore blobs, Vault vault) {
    this.blobs = blobs;
    this.vault = vault;
  }

  /** Opens a snapshot; empty when one of its manifests has a {@link #fault}. */
  Optional<Opened> open(BlobKey manifest) {
    try {
      return Optional.of(read(manifest));
    } catch (FaultException e) {
      faults.put(manifest, e.fault);
      return Optional.empty();
    }
  }

  /** What keeps a snapshot from being opened, in whichever of its manifests. */
  Optional<BlobFault> fault(BlobKey manifest) {
    return Optional.ofNullable(faults.get(manifest));
  }

  private Opened read(BlobKey manifest) throws FaultException {
    List<BlobKey> chain = new ArrayList<>();
    List<StoredManifest> unresolved = new ArrayList<>();
    @Nullable Tree tree = null;
    for (Optional<BlobKey> next = Optional.of(manifest); next.isPresent(); ) {
      BlobKey key = next.get();
      if (chain.contains(key) || chain.size() > Layers.MAX_DEPTH) {
        throw new FaultException(new BlobFault.Damaged(manifest, "its layers do not end"));
      }
      chain.add(key);
      @Nullable Known before = known.get(key);
      if (tree == null && before != null) {
        tree = before.tree().get();
      }
      if (tree == null || before == null) {
        StoredManifest stored = stored(key);
        unresolved.add(stored);
        next = stored.index().base();
      } else {
        next = before.base();
      }
    }
    return new Opened(chain, resolve(unresolved, tree == null ? Tree.EMPTY : tree));
  }

  private StoredManifest stored(BlobKey key) throws FaultException {
    try {
      return StoredManifest.read(blobs, vault, key);
    } catch (IOException e) {
      throw new FaultException(BlobFault.of(key, e));
    }
  }

  private Tree resolve(List<StoredManifest> layers, Tree below) throws FaultException {
    Tree tree = below;
    for (StoredManifest layer : layers.reversed()) {
      try {
        tree = layer.content().resolve(tree).tree();
      } catch (IOException e) {
        throw new FaultException(BlobFault.of(layer.key(), e));
      }
      known.put(layer.key(), new Known(layer.index().base(), new SoftReference<>(tree)));
    }
    return tree;
  }

  private static final class FaultException extends Exception {
    private final transient BlobFault fault;

    FaultException(BlobFault fault) {
      super(fault.toString());
      this.fault = fault;
    }
  }
}
