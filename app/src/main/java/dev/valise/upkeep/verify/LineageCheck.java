package dev.valise.upkeep.verify;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.catalog.VersionRecords;
import dev.valise.snapshot.BlobFault;
import dev.valise.snapshot.SnapshotReport;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Checks the versions of profiles that share blobs, all at once. What looks wrong is compared with
 * the catalog again: a version that was deleted or rewritten meanwhile is no finding.
 */
record LineageCheck(
    SnapshotStore snapshots,
    BlobStore blobs,
    VersionRecords records,
    Inventory inventory,
    LongConsumer read) {

  /**
   * A version that is rewritten as often while it is looked at is taken as it was the last time.
   */
  private static final int ROUNDS = 5;

  LineageVerdict run(List<StoredProfile> profiles, Vault vault) throws IOException {
    var verdict = new LineageVerdict();
    List<StoredVersion> left =
        profiles.stream().flatMap(profile -> profile.versions().stream()).toList();
    for (int round = 1; !left.isEmpty(); round++) {
      left = check(left, vault, verdict, round == ROUNDS);
    }
    return verdict;
  }

  /**
   * @return the versions that the catalog has otherwise by now
   */
  private List<StoredVersion> check(
      List<StoredVersion> versions, Vault vault, LineageVerdict verdict, boolean last)
      throws IOException {
    Set<BlobKey> manifests = new LinkedHashSet<>();
    versions.forEach(version -> version.manifest().ifPresent(manifests::add));
    SnapshotReport report = snapshots.check(manifests, vault, read);
    List<StoredVersion> changed = new ArrayList<>();
    for (StoredVersion version : versions) {
      LineageVerdict.Entry entry = entry(version, report, verdict);
      if (entry.isAsTheCatalogSays()) {
        verdict.add(entry);
        continue;
      }
      Optional<StoredVersion> now = version.now(records);
      if (now.isPresent() && (last || now.get().equals(version))) {
        verdict.add(entry);
      } else {
        now.ifPresent(changed::add);
      }
    }
    verdict.add(report);
    return changed;
  }

  private LineageVerdict.Entry entry(
      StoredVersion version, SnapshotReport report, LineageVerdict verdict) throws IOException {
    Optional<BlobKey> manifest = version.manifest();
    if (manifest.isEmpty()) {
      return new LineageVerdict.Entry(version, Set.of(), Optional.empty());
    }
    Set<String> causes = new HashSet<>();
    report.causes(manifest.get()).forEach(blob -> causes.add(blob.value()));
    Optional<List<String>> needs = report.needs(manifest.get()).map(LineageCheck::sorted);
    if (needs.isEmpty()) {
      addMissing(version, causes, verdict);
    }
    // What many equal lists take would be more than all else.
    Optional<List<String>> shared = Optional.of(version.blobs());
    return new LineageVerdict.Entry(version, causes, needs.equals(shared) ? shared : needs);
  }

  private static List<String> sorted(List<BlobKey> blobs) {
    return blobs.stream().map(BlobKey::value).sorted().toList();
  }

  /** Of a version whose manifests do not tell what it needs, the catalog still does. */
  private void addMissing(StoredVersion version, Set<String> causes, LineageVerdict verdict)
      throws IOException {
    for (String blob : version.blobs()) {
      Optional<BlobKey> key = StoredVersion.key(blob);
      if (key.isPresent() && inventory.isMissing(key.get(), blobs)) {
        causes.add(blob);
        verdict.add(new BlobFault.Missing(key.get()));
      }
    }
  }
}
