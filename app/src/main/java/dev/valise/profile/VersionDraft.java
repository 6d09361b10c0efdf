package dev.valise.profile;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.VersionRecords;
import dev.valise.model.SaveFigures;
import dev.valise.model.SaveSteps;
import dev.valise.snapshot.SavedSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalog is told of a save. */
final class VersionDraft {

  /** A page may make any number of links; the first ones tell what is going on. */
  private static final int NAMED = 10;

  private VersionDraft() {}

  /**
   * @param withheld why the version is not to be the head
   */
  static VersionRecords.Draft of(
      ProfileSaver.Subject subject,
      SavedSnapshot saved,
      StateReading reading,
      SaveSteps steps,
      Optional<String> withheld,
      Instant now) {
    ProfileState state = subject.state();
    var figures =
        new SaveFigures(
            saved.files(),
            saved.bytes(),
            saved.storedBytes(),
            state.cookies().count(),
            state.cookies().withoutExpiry(),
            reading.origins(),
            saved.leftOut().files(),
            saved.leftOut().bytes(),
            saved.leftOut().byRule(),
            Optional.of(steps));
    return new VersionRecords.Draft(
        subject.profile(),
        now,
        subject.source(),
        state.browserVersion(),
        saved.manifest().value(),
        saved.blobs().stream().map(BlobKey::value).toList(),
        saved.written().stream()
            .map(blob -> new VersionRecords.NewBlob(blob.key().value(), blob.size()))
            .toList(),
        figures,
        warnings(saved.refused(), reading),
        withheld);
  }

  /**
   * What could not be stored or counted, in words.
   *
   * @param refused one text for each file
   */
  static List<String> warnings(List<String> refused, StateReading reading) {
    List<String> warnings = new ArrayList<>(reading.warnings());
    for (String file : refused.subList(0, Math.min(NAMED, refused.size()))) {
      warnings.add("left out " + file);
    }
    if (refused.size() > NAMED) {
      warnings.add("left out " + (refused.size() - NAMED) + " more that cannot be stored");
    }
    return warnings;
  }
}
