package dev.valise.upkeep.verify;

import dev.valise.model.Profile;
import java.util.List;

/**
 * A profile as the catalog had it at one moment.
 *
 * @param versions newest first
 */
record StoredProfile(Profile profile, ProfileLabel label, List<StoredVersion> versions) {
  StoredProfile {
    versions = List.copyOf(versions);
  }
}
