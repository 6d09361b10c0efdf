package dev.valise.upkeep.verify;

import dev.valise.model.ProfileId;
import dev.valise.model.Version;

/** Names one version of one profile. */
record VersionId(ProfileId profile, int number) {
  static VersionId of(Version version) {
    return new VersionId(version.profile(), version.number());
  }
}
