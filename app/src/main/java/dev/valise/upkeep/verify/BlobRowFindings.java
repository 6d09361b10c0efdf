package dev.valise.upkeep.verify;

import dev.valise.blob.BlobInfo;
import dev.valise.catalog.BlobRecords;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Findings about what the catalog says of blobs. What has changed since it was read is none. Used
 * once.
 */
final class BlobRowFindings {

  /** No save takes as long, and garbage collection leaves alone what is younger. */
  private static final Duration SAVE = Duration.ofHours(1);

  private final Verification.Parts parts;
  private final Survey survey;
  private final Inventory inventory;
  private final Map<String, StoredProfile> users = new HashMap<>();
  private final Map<ProfileId, StoredProfile> profiles = new HashMap<>();
  private final Set<String> faulty = new HashSet<>();

  BlobRowFindings(Verification.Parts parts, Survey survey) {
    this.parts = parts;
    this.survey = survey;
    this.inventory = survey.inventory();
    for (OrganisationVerdict organisation : survey.organisations()) {
      for (StoredProfile profile : organisation.stored().profiles()) {
        profiles.put(profile.profile().id(), profile);
        profile.versions().forEach(version -> addUser(profile, version.blobs()));
      }
      organisation.lineages().forEach(this::add);
    }
  }

  private void add(OrganisationVerdict.Lineage lineage) {
    faulty.addAll(lineage.verdict().faults().keySet());
    for (StoredProfile profile : lineage.profiles()) {
      for (LineageVerdict.Entry entry : lineage.verdict().of(profile.profile().id())) {
        entry.needs().ifPresent(blobs -> addUser(profile, blobs));
      }
    }
  }

  private void addUser(StoredProfile profile, List<String> blobs) {
    blobs.forEach(blob -> users.put(blob, profile));
  }

  void addTo(List<Finding> findings) throws IOException {
    Map<String, List<Finding>> found = new HashMap<>();
    int unknownSizes = 0;
    for (BlobRecords.Blob row : inventory.rows().values()) {
      Optional<BlobInfo> blob = inventory.find(row.key());
      if (blob.isPresent() && (survey.whole() || users.containsKey(row.key()))) {
        found.put(row.key(), findings(row, blob.get()));
        boolean isSound = !row.deleting() && !faulty.contains(row.key());
        unknownSizes += row.size() == 0 && isSound ? 1 : 0;
      }
    }
    found.values().removeIf(List::isEmpty);
    Inventory.rowsNow(found.keySet(), parts.catalog().blobs())
        .forEach((key, now) -> {
          if (now.equals(inventory.rows().get(key))) {
            findings.addAll(found.getOrDefault(key, List.of()));
          }
        });
    if (unknownSizes > 0) {
      findings.add(new SpaceFinding.UnknownSizes(unknownSizes));
    }
    if (survey.whole()) {
      unknownBlobs().ifPresent(findings::add);
    }
  }

  private List<Finding> findings(BlobRecords.Blob row, BlobInfo blob) {
    List<Finding> found = new ArrayList<>();
    @Nullable StoredProfile user = users.get(row.key());
    if (row.deleting()) {
      List<String> doomed = user == null ? List.of() : users(row.key());
      if (!doomed.isEmpty()) {
        found.add(new CatalogFinding.DoomedBlob(row.key(), doomed));
      }
    } else if (row.size() != 0 && row.size() != blob.size() && !faulty.contains(row.key())) {
      found.add(new CatalogFinding.WrongSize(row.key(), row.size(), blob.size()));
    }
    if (user != null && !user.profile().organisation().equals(row.organisation())) {
      found.add(new CatalogFinding.ForeignBlob(row.key(), user.label()));
    }
    return found;
  }

  /** The versions that need a blob now, in words. */
  private List<String> users(String blob) {
    Map<ProfileId, SortedSet<Integer>> numbers = new HashMap<>();
    for (Version version : parts.catalog().versions().users(blob)) {
      numbers.computeIfAbsent(version.profile(), _ -> new TreeSet<>()).add(version.number());
    }
    return numbers.entrySet().stream()
        .map(user -> {
          @Nullable StoredProfile profile = profiles.get(user.getKey());
          return VersionNumbers.versions(user.getValue())
              + " of "
              + (profile == null ? user.getKey() : profile.label());
        })
        .sorted()
        .toList();
  }

  private Optional<Finding> unknownBlobs() throws IOException {
    Instant writtenUntil = parts.clock().instant().minus(SAVE);
    Map<String, BlobInfo> unknown = new HashMap<>(inventory.stored());
    unknown.keySet().removeAll(inventory.rows().keySet());
    unknown.keySet().removeAll(users.keySet());
    unknown.values().removeIf(blob -> blob.writtenAt().isAfter(writtenUntil));
    unknown
        .keySet()
        .removeAll(Inventory.rowsNow(unknown.keySet(), parts.catalog().blobs()).keySet());
    List<BlobInfo> left = new ArrayList<>();
    for (BlobInfo blob : unknown.values()) {
      // The garbage collection forgets what it has deleted.
      if (Inventory.exists(blob.key(), parts.blobs())) {
        left.add(blob);
      }
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SpaceFinding.UnknownBlobs(
                left.size(), left.stream().mapToLong(BlobInfo::size).sum()));
  }
}
