package dev.valise.upkeep.verify;

import dev.valise.snapshot.Vault;
import java.util.List;
import java.util.Optional;

/**
 * What a check found of an organisation.
 *
 * @param vault empty when its keys cannot be used; nothing was checked then
 * @param keysGone why they cannot
 */
record OrganisationVerdict(
    StoredOrganisation stored,
    Optional<Vault> vault,
    Optional<String> keysGone,
    List<Lineage> lineages) {
  OrganisationVerdict {
    lineages = List.copyOf(lineages);
  }

  /** Profiles that share blobs. */
  record Lineage(List<StoredProfile> profiles, LineageVerdict verdict) {
    Lineage {
      profiles = List.copyOf(profiles);
    }
  }
}
