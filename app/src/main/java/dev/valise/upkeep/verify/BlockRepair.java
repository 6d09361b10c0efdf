package dev.valise.upkeep.verify;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.OrganisationId;
import dev.valise.model.Version;
import dev.valise.snapshot.RebuiltSnapshot;
import dev.valise.snapshot.SnapshotReport;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets versions with damaged blocks use intact copies of them, wherever the organisation has some:
 * in other profiles, and in what no version needs any more and is not deleted yet.
 */
record BlockRepair(Verification.Parts parts, Survey survey, OrganisationVerdict organisation) {

  void run(List<Repair> done) throws IOException {
    for (OrganisationVerdict.Lineage lineage : organisation.lineages()) {
      for (SnapshotReport report : lineage.verdict().reports()) {
        Map<BlobKey, RebuiltSnapshot> rebuilt =
            parts.snapshots().rebuild(report, sources(), organisation.vault().orElseThrow());
        replace(lineage, rebuilt, done);
      }
    }
  }

  /** All manifests of the organisation, those that versions need first. */
  private Set<BlobKey> sources() {
    Set<BlobKey> sources = new LinkedHashSet<>();
    for (StoredProfile profile : organisation.stored().profiles()) {
      profile.versions().forEach(version -> version.manifest().ifPresent(sources::add));
    }
    OrganisationId owner = organisation.stored().organisation().id();
    for (BlobRecords.Blob row : survey.inventory().rows().values()) {
      if (row.organisation().equals(owner)
          && !row.deleting()
          && row.key().startsWith("manifests/")) {
        StoredVersion.key(row.key()).ifPresent(sources::add);
      }
    }
    return sources;
  }

  private void replace(
      OrganisationVerdict.Lineage lineage,
      Map<BlobKey, RebuiltSnapshot> rebuilt,
      List<Repair> done) {
    for (StoredProfile profile : lineage.profiles()) {
      for (LineageVerdict.Entry entry : lineage.verdict().of(profile.profile().id())) {
        Optional<RebuiltSnapshot> found =
            entry.isRestorable() ? Optional.empty() : entry.version().manifest().map(rebuilt::get);
        if (found.isPresent() && replace(entry.version().version(), found.get())) {
          done.add(new Repair.BlocksFound(profile.label(), entry.version().number()));
        }
      }
    }
  }

  /** Not when the catalog has the version otherwise by now. */
  private boolean replace(Version version, RebuiltSnapshot rebuilt) {
    List<String> blobs = rebuilt.blobs().stream().map(BlobKey::value).toList();
    String manifest = rebuilt.manifest().value();
    // Forks and roll-backs share a manifest: one of them comes first.
    List<NewBlob> added =
        parts.catalog().blobs().known(List.of(manifest)).isEmpty()
            ? List.of(new NewBlob(manifest, rebuilt.size()))
            : List.of();
    return parts.catalog().versions().replaceManifest(version, manifest, blobs, added);
  }
}
