package dev.valise.upkeep.verify;

import dev.valise.model.ProfileId;
import dev.valise.snapshot.BlobFault;
import dev.valise.snapshot.SnapshotReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a check found of the versions of a lineage. Filled by one thread, then only read.
 *
 * <p>A version is in it as the catalog had it when it was checked; one that was gone by then is
 * not.
 */
final class LineageVerdict {
  private final Map<ProfileId, NavigableMap<Integer, Entry>> entries = new HashMap<>();
  private final Map<String, BlobFault> faults = new HashMap<>();
  private final List<SnapshotReport> reports = new ArrayList<>();

  /**
   * What is known of a version.
   *
   * @param causes the blobs because of which it cannot be restored
   * @param needs all blobs that it needs, by key; empty when its manifests do not tell
   */
  record Entry(StoredVersion version, Set<String> causes, Optional<List<String>> needs) {

    /** A version without a manifest cannot be restored, and no blob is the cause. */
    boolean isRestorable() {
      return causes.isEmpty() && version.manifest().isPresent();
    }

    boolean isAsTheCatalogSays() {
      return isRestorable() && needs.equals(Optional.of(version.blobs()));
    }
  }

  void add(Entry entry) {
    entries
        .computeIfAbsent(entry.version().version().profile(), _ -> new TreeMap<>())
        .put(entry.version().number(), entry);
  }

  void add(SnapshotReport report) {
    if (!report.faults().isEmpty()) {
      reports.add(report);
    }
    report.faults().forEach((blob, fault) -> add(fault));
  }

  void add(BlobFault fault) {
    faults.putIfAbsent(fault.blob().value(), fault);
  }

  /** The faults of all blobs, by key; not each keeps a version from being restored. */
  Map<String, BlobFault> faults() {
    return faults;
  }

  /** The reports that have any. */
  List<SnapshotReport> reports() {
    return reports;
  }

  /** The versions of a profile, oldest first. */
  List<Entry> of(ProfileId profile) {
    return List.copyOf(entries.getOrDefault(profile, new TreeMap<>()).values());
  }
}
