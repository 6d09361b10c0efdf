package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.List;

/**
 * A new manifest for the content of a snapshot; it is durable.
 *
 * @param size of the manifest, in bytes
 * @param blobs all that it needs: itself, the manifests that it is built on, its packs
 */
public record RebuiltSnapshot(BlobKey manifest, long size, List<BlobKey> blobs) {
  public RebuiltSnapshot {
    blobs = List.copyOf(blobs);
  }
}
