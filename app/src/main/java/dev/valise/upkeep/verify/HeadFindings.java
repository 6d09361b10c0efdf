package dev.valise.upkeep.verify;

import dev.valise.catalog.Catalog;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import java.util.List;
import java.util.Optional;

/** Findings about profiles whose head is not their newest version, of those not withheld. */
record HeadFindings(Catalog catalog, Survey survey) {
  void addTo(List<Finding> findings) {
    for (OrganisationVerdict organisation : survey.organisations()) {
      for (StoredProfile profile : organisation.stored().profiles()) {
        if (!isRight(
            profile.profile(),
            profile.versions().stream()
                .map(StoredVersion::version)
                .filter(version -> !version.isWithheld())
                .findFirst())) {
          lookAgain(profile).ifPresent(findings::add);
        }
      }
    }
  }

  private static boolean isRight(Profile profile, Optional<Version> newest) {
    return profile.head().map(Version::number).equals(newest.map(Version::number));
  }

  /** A save moves the head: only what stands still while it is looked at is wrong. */
  private Optional<Finding> lookAgain(StoredProfile profile) {
    Optional<Profile> before = find(profile);
    Optional<Version> newest = catalog.versions().newestNotWithheld(profile.profile().id());
    Optional<Profile> now = find(profile);
    if (now.isEmpty() || !now.equals(before) || newest.isEmpty() || isRight(now.get(), newest)) {
      return Optional.empty();
    }
    int number = newest.get().number();
    return Optional.of(
        now.get()
            .head()
            .<Finding>map(
                head -> new CatalogFinding.HeadBehind(profile.label(), head.number(), number))
            .orElseGet(() -> new CatalogFinding.HeadMissing(profile.label(), number)));
  }

  private Optional<Profile> find(StoredProfile profile) {
    return catalog.profiles().find(profile.profile().organisation(), profile.profile().id());
  }
}
