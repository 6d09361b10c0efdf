package dev.valise.upkeep.verify;

import dev.valise.model.ProfileId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which profiles share blobs: a profile, those it was forked from, and its own forks. */
final class Lineages {
  private final Map<ProfileId, ProfileId> towards = new HashMap<>();

  private Lineages() {}

  /** Sorts the profiles of one organisation so that no two groups share a blob. */
  static Collection<List<StoredProfile>> of(List<StoredProfile> profiles) {
    var lineages = new Lineages();
    Map<String, ProfileId> users = new HashMap<>();
    for (StoredProfile profile : profiles) {
      for (StoredVersion version : profile.versions()) {
        for (String blob : version.blobs()) {
          lineages.join(
              users.computeIfAbsent(blob, _ -> profile.profile().id()), profile.profile().id());
        }
      }
    }
    Map<ProfileId, List<StoredProfile>> groups = new LinkedHashMap<>();
    for (StoredProfile profile : profiles) {
      groups
          .computeIfAbsent(lineages.of(profile.profile().id()), _ -> new ArrayList<>())
          .add(profile);
    }
    return groups.values();
  }

  private ProfileId of(ProfileId profile) {
    ProfileId name = profile;
    for (ProfileId next = towards.get(name); next != null; next = towards.get(name)) {
      name = next;
    }
    if (!name.equals(profile)) {
      towards.put(profile, name);
    }
    return name;
  }

  private void join(ProfileId one, ProfileId other) {
    ProfileId name = of(one);
    ProfileId otherName = of(other);
    if (!name.equals(otherName)) {
      towards.put(otherName, name);
    }
  }
}
