package dev.valise.upkeep.verify;

import dev.valise.catalog.Catalog;
import dev.valise.catalog.OrganisationRecords.Organisation;
import dev.valise.catalog.ProfileRecords;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An organisation and its profiles, as the catalog had them at one moment. */
record StoredOrganisation(Organisation organisation, List<StoredProfile> profiles) {

  /** All at once: between two pages a deletion would move a version past the reader. */
  private static final Page.Window ALL = new Page.Window(Integer.MAX_VALUE - 1, 0);

  StoredOrganisation {
    profiles = List.copyOf(profiles);
  }

  /**
   * Reads all organisations.
   *
   * @param wanted the name or id of the only profiles to read
   */
  static List<StoredOrganisation> all(Catalog catalog, Optional<String> wanted) {
    List<Organisation> organisations = catalog.organisations().all();
    return organisations.stream()
        .map(one ->
            new StoredOrganisation(one, profiles(catalog, one, organisations.size() > 1, wanted)))
        .toList();
  }

  private static List<StoredProfile> profiles(
      Catalog catalog, Organisation organisation, boolean named, Optional<String> wanted) {
    var any = new ProfileRecords.Filter(Optional.empty(), Optional.empty());
    Map<String, String> keys = new HashMap<>();
    List<StoredProfile> profiles = new ArrayList<>();
    for (Profile profile : catalog.profiles().list(organisation.id(), any, ALL).items()) {
      if (wanted.isEmpty() || isNamed(profile, wanted.get())) {
        var label =
            new ProfileLabel(
                profile.id(),
                profile.name(),
                named ? Optional.of(organisation.name()) : Optional.empty());
        profiles.add(new StoredProfile(profile, label, versions(catalog, profile, keys)));
      }
    }
    return profiles;
  }

  private static boolean isNamed(Profile profile, String wanted) {
    return profile.id().value().equals(wanted) || profile.name().filter(wanted::equals).isPresent();
  }

  /**
   * @param keys by themselves: many versions need the same blobs, and memory holds each key once
   */
  private static List<StoredVersion> versions(
      Catalog catalog, Profile profile, Map<String, String> keys) {
    List<StoredVersion> versions = new ArrayList<>();
    for (Version version : catalog.versions().list(profile.id(), ALL).items()) {
      List<String> blobs =
          catalog.versions().blobs(profile.id(), version.number()).stream()
              .map(key -> keys.computeIfAbsent(key, same -> same))
              .toList();
      versions.add(new StoredVersion(version, blobs));
    }
    return versions;
  }

  int versions() {
    return profiles.stream().mapToInt(profile -> profile.versions().size()).sum();
  }

  /** The keys of all blobs that the versions need, as the catalog says. */
  Set<String> blobs() {
    Set<String> blobs = new HashSet<>();
    for (StoredProfile profile : profiles) {
      profile.versions().forEach(version -> blobs.addAll(version.blobs()));
    }
    return blobs;
  }
}
