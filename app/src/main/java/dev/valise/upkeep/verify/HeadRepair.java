package dev.valise.upkeep.verify;

import dev.valise.catalog.VersionRecords;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.snapshot.BlobFault;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives profiles whose head is lost a new head, with the content of the newest version that can be
 * restored. What was withheld is left to its owner to go back to. The history stays as it is.
 */
record HeadRepair(Verification.Parts parts, Survey survey) {

  void run(List<Repair> done) {
    Set<VersionId> mended = new HashSet<>();
    for (Repair repair : done) {
      if (repair instanceof Repair.BlocksFound found) {
        mended.add(new VersionId(found.profile().id(), found.number()));
      }
    }
    for (OrganisationVerdict organisation : survey.organisations()) {
      for (OrganisationVerdict.Lineage lineage : organisation.lineages()) {
        for (StoredProfile profile : lineage.profiles()) {
          repair(profile, lineage.verdict(), mended).ifPresent(done::add);
        }
      }
    }
  }

  private Optional<Repair> repair(
      StoredProfile profile, LineageVerdict verdict, Set<VersionId> mended) {
    List<LineageVerdict.Entry> all = verdict.of(profile.profile().id());
    List<LineageVerdict.Entry> entries =
        all.stream().filter(entry -> !entry.version().version().isWithheld()).toList();
    List<LineageVerdict.Entry> sound =
        entries.stream()
            .filter(entry ->
                entry.isRestorable() || mended.contains(VersionId.of(entry.version().version())))
            .toList();
    if (sound.isEmpty()) {
      return Optional.empty();
    }
    LineageVerdict.Entry newest = entries.getLast();
    boolean isSound = newest.equals(sound.getLast());
    if (isSound ? profile.profile().head().isPresent() : !isLost(newest, verdict.faults())) {
      return Optional.empty();
    }
    return newHead(profile, all.getLast().version().number(), sound.getLast().version().number());
  }

  /** What cannot be read now, or by this program, may be whole. */
  private static boolean isLost(LineageVerdict.Entry entry, Map<String, BlobFault> faults) {
    for (String cause : entry.causes()) {
      @Nullable BlobFault fault = faults.get(cause);
      if (fault instanceof BlobFault.Unreadable || fault instanceof BlobFault.Newer) {
        return false;
      }
    }
    return true;
  }

  private Optional<Repair> newHead(StoredProfile profile, int newest, int from) {
    Optional<Version> source = parts.catalog().versions().find(profile.profile().id(), from);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Version content = source.get();
    var draft =
        new VersionRecords.Draft(
            content.profile(),
            parts.clock().instant(),
            new VersionSource.Repaired(from),
            content.browserVersion(),
            content.manifest(),
            parts.catalog().versions().blobs(content.profile(), from),
            List.of(),
            content.figures().ofCopy(),
            List.of("this is version " + from + " again: what came after it was lost"));
    return parts
        .catalog()
        .versions()
        .appendAfter(profile.profile().organisation(), draft, newest)
        .map(version -> new Repair.NewHead(profile.label(), version.number(), from));
  }
}
