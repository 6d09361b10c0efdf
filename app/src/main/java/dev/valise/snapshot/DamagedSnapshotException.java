package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;

/** A stored byte was changed or is missing: the snapshot must not reach a browser. */
public final class DamagedSnapshotException extends IOException {
  public DamagedSnapshotException(BlobKey blob, String damage) {
    super("blob " + blob + " is damaged: " + damage);
  }
}
