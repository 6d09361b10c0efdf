package dev.valise.profile;

import dev.valise.model.SaveFigures;
import dev.valise.model.Version;
import java.util.List;
import java.util.Optional;

/**
 * A folder that is a version of its profile.
 *
 * @param state the folder as it is now, as if it had just been loaded
 * @param added whether this save made the version; false when nothing had changed since it was
 *     loaded
 * @param headBefore the number of the head that the profile had when the version was added
 * @param figures of the version; its stored bytes and steps are those of this save
 * @param warnings what the version does not hold although it should
 */
public record SavedVersion(
    LoadedVersion state,
    boolean added,
    Optional<Integer> headBefore,
    SaveFigures figures,
    List<String> warnings) {
  public SavedVersion {
    warnings = List.copyOf(warnings);
  }

  public Version version() {
    return state.version();
  }
}
