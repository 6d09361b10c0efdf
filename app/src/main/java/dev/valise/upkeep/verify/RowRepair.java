package dev.valise.upkeep.verify;

import dev.valise.blob.BlobInfo;
import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.VersionRecords.NewBlob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts right what the catalog says of blobs and of which blobs versions need. */
record RowRepair(Catalog catalog, Survey survey) {

  void run(List<Repair> done) {
    Set<String> kept = keepNeeded();
    kept.forEach(key -> done.add(new Repair.BlobKept(key)));
    for (OrganisationVerdict organisation : survey.organisations()) {
      for (OrganisationVerdict.Lineage lineage : organisation.lineages()) {
        list(lineage, done);
      }
    }
    setSizes(kept, done);
  }

  private Set<String> keepNeeded() {
    Set<String> needed = new HashSet<>();
    survey.organisations().forEach(one -> needed.addAll(one.stored().blobs()));
    Set<String> doomed = new TreeSet<>();
    for (BlobRecords.Blob row : survey.inventory().rows().values()) {
      if (row.deleting() && needed.contains(row.key()) && isStored(row.key())) {
        doomed.add(row.key());
      }
    }
    return new TreeSet<>(catalog.blobs().keepNeeded(doomed));
  }

  private boolean isStored(String key) {
    return survey.inventory().find(key).isPresent();
  }

  private void list(OrganisationVerdict.Lineage lineage, List<Repair> done) {
    for (StoredProfile profile : lineage.profiles()) {
      for (LineageVerdict.Entry entry : lineage.verdict().of(profile.profile().id())) {
        Optional<List<String>> needs = entry.needs();
        if (needs.isPresent() && !needs.get().equals(entry.version().blobs())) {
          if (relist(entry.version(), needs.get())) {
            done.add(new Repair.BlobsListed(profile.label(), entry.version().number()));
          }
        }
      }
    }
  }

  private boolean relist(StoredVersion version, List<String> needs) {
    return catalog
        .versions()
        .replaceManifest(version.version(), version.version().manifest(), needs, unknown(needs));
  }

  private List<NewBlob> unknown(List<String> needs) {
    Set<String> known = catalog.blobs().known(needs);
    return needs.stream()
        .filter(key -> !known.contains(key))
        .map(key -> new NewBlob(key, survey.inventory().find(key).map(BlobInfo::size).orElse(0L)))
        .toList();
  }

  private void setSizes(Set<String> kept, List<Repair> done) {
    Set<String> faulty = new HashSet<>();
    survey
        .organisations()
        .forEach(organisation ->
            organisation
                .lineages()
                .forEach(lineage -> faulty.addAll(lineage.verdict().faults().keySet())));
    Map<String, Long> sizes = new HashMap<>();
    for (BlobRecords.Blob row : survey.inventory().rows().values()) {
      survey
          .inventory()
          .find(row.key())
          .filter(blob -> blob.size() != row.size() && !faulty.contains(row.key()))
          .filter(_ -> !row.deleting() || kept.contains(row.key()))
          .ifPresent(blob -> sizes.put(row.key(), blob.size()));
    }
    sizes.forEach(catalog.blobs()::setSize);
    if (!sizes.isEmpty()) {
      done.add(new Repair.SizesSet(sizes.size()));
    }
  }
}
