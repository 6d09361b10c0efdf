package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a check of snapshots of one owner found. Immutable once it was handed out. */
public final class SnapshotReport {
  private final Map<BlobKey, List<BlobKey>> needs = new HashMap<>();
  private final Map<BlobKey, Set<BlobKey>> causes = new HashMap<>();
  private final Map<BlobKey, BlobFault> faults = new HashMap<>();
  private final BadPlaces bad;

  SnapshotReport(BadPlaces bad) {
    this.bad = bad;
  }

  void needs(BlobKey manifest, List<BlobKey> blobs) {
    needs.put(manifest, List.copyOf(blobs));
  }

  void fault(BlobFault fault) {
    faults.putIfAbsent(fault.blob(), fault);
  }

  void cause(BlobKey manifest, BlobKey blob) {
    causes.computeIfAbsent(manifest, _ -> new HashSet<>()).add(blob);
  }

  /** The snapshots that cannot be restored. */
  Set<BlobKey> broken() {
    return causes.keySet();
  }

  BadPlaces bad() {
    return bad;
  }

  /**
   * One fault of each blob that has any, be it in a part of a pack that none of the snapshots
   * needs.
   */
  public Map<BlobKey, BlobFault> faults() {
    return Map.copyOf(faults);
  }

  /** All blobs that a snapshot needs; empty when its manifests do not tell. */
  public Optional<List<BlobKey>> needs(BlobKey manifest) {
    return Optional.ofNullable(needs.get(manifest));
  }

  /** The blobs because of which a snapshot cannot be restored; none when it can. */
  public Set<BlobKey> causes(BlobKey manifest) {
    return Set.copyOf(causes.getOrDefault(manifest, Set.of()));
  }
}
