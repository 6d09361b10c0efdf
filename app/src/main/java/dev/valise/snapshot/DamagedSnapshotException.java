package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.io.IOException;

/** A stored byte was changed or is missing: the snapshot must not reach a browser. */
public final class DamagedSnapshotException extends IOException {
  private final BlobKey blob;
  private final String damage;
  private final boolean missing;

  public DamagedSnapshotException(BlobKey blob, String damage) {
    this(blob, damage, false);
  }

  private DamagedSnapshotException(BlobKey blob, String damage, boolean missing) {
    super("blob " + blob + " is damaged: " + damage);
    this.blob = blob;
    this.damage = damage;
    this.missing = missing;
  }

  static DamagedSnapshotException missing(BlobKey blob) {
    return new DamagedSnapshotException(blob, "it is missing", true);
  }

  BlobKey blob() {
    return blob;
  }

  /** What is wrong with the blob, in words that follow its name. */
  String damage() {
    return damage;
  }

  boolean isMissing() {
    return missing;
  }
}
