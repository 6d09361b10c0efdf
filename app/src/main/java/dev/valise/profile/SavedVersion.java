package dev.valise.profile;

import dev.valise.model.Version;
import dev.valise.snapshot.Base;
import java.util.List;

/**
 * A folder that is a version of its profile.
 *
 * @param added whether this save made the version; false when nothing had changed since it was
 *     loaded
 * @param base of the folder as it is now
 * @param warnings what the version does not hold although it should
 */
public record SavedVersion(Version version, boolean added, Base base, List<String> warnings) {
  public SavedVersion {
    warnings = List.copyOf(warnings);
  }
}
