package dev.valise.upkeep.verify;

import dev.valise.snapshot.BlobFault;
import dev.valise.upkeep.verify.BlobFinding.DamagedBlob;
import dev.valise.upkeep.verify.BlobFinding.MissingBlob;
import dev.valise.upkeep.verify.BlobFinding.NewerBlob;
import dev.valise.upkeep.verify.BlobFinding.UnreadableBlob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Findings about the versions of profiles that share blobs: one for each blob, whomever it hits.
 */
record LineageFindings(
    Verification.Parts parts, Inventory inventory, OrganisationVerdict.Lineage lineage) {

  void addTo(List<Finding> findings) {
    lineage
        .verdict()
        .faults()
        .forEach((blob, fault) -> {
          List<Loss> losses = losses(blob);
          if (!losses.isEmpty() || isNeededNow(blob)) {
            findings.add(finding(fault, losses));
          }
        });
    for (StoredProfile profile : lineage.profiles()) {
      for (LineageVerdict.Entry entry : entries(profile)) {
        if (entry.version().manifest().isEmpty()) {
          findings.add(
              new CatalogFinding.NoManifest(
                  entry.version().number(),
                  entry.version().version().manifest(),
                  loss(profile, entry::equals)));
        } else if (entry.needs().isPresent()) {
          wrongBlobs(profile, entry).ifPresent(findings::add);
        }
      }
    }
  }

  private List<LineageVerdict.Entry> entries(StoredProfile profile) {
    return lineage.verdict().of(profile.profile().id());
  }

  private static Finding finding(BlobFault fault, List<Loss> losses) {
    String blob = fault.blob().value();
    return switch (fault) {
      case BlobFault.Missing _ -> new MissingBlob(blob, losses);
      case BlobFault.Damaged damaged -> new DamagedBlob(blob, damaged.damage(), losses);
      case BlobFault.Newer newer -> new NewerBlob(blob, newer.message(), losses);
      case BlobFault.Unreadable unreadable -> new UnreadableBlob(blob, unreadable.reason(), losses);
    };
  }

  /** What keeps no version from being restored is worth a word as long as it is not garbage. */
  private boolean isNeededNow(String blob) {
    return !parts.catalog().versions().users(blob).isEmpty();
  }

  private List<Loss> losses(String blob) {
    List<Loss> losses = new ArrayList<>();
    for (StoredProfile profile : lineage.profiles()) {
      Predicate<LineageVerdict.Entry> isHit = entry -> entry.causes().contains(blob);
      if (entries(profile).stream().anyMatch(isHit)) {
        losses.add(loss(profile, isHit));
      }
    }
    return losses;
  }

  private Loss loss(StoredProfile profile, Predicate<LineageVerdict.Entry> isHit) {
    SortedSet<Integer> lost = new TreeSet<>();
    SortedSet<Integer> others = new TreeSet<>();
    SortedSet<Integer> restorable = new TreeSet<>();
    Optional<Integer> head = Optional.empty();
    for (LineageVerdict.Entry entry : entries(profile)) {
      if (!entry.version().version().isWithheld()) {
        head = Optional.of(entry.version().number());
      }
      if (isHit.test(entry)) {
        lost.add(entry.version().number());
      } else if (entry.isRestorable()) {
        restorable.add(entry.version().number());
      } else {
        others.add(entry.version().number());
      }
    }
    return new Loss(profile.label(), lost, others, restorable, head);
  }

  private static Optional<Finding> wrongBlobs(StoredProfile profile, LineageVerdict.Entry entry) {
    Set<String> unlisted = new HashSet<>(entry.needs().orElseThrow());
    Set<String> superfluous = new HashSet<>(entry.version().blobs());
    superfluous.removeAll(unlisted);
    unlisted.removeAll(new HashSet<>(entry.version().blobs()));
    return unlisted.isEmpty() && superfluous.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CatalogFinding.WrongBlobs(
                profile.label(), entry.version().number(), unlisted, superfluous));
  }
}
