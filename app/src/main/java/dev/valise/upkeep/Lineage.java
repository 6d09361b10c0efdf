package dev.valise.upkeep;

import dev.valise.catalog.BlobRecords.InReview;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Packs under review with all versions that need one of them. What shares packs is one lineage: a
 * profile, those that it was forked from, and its own forks.
 *
 * @param packs at least one, all of the same organisation
 * @param users the versions that need a pack, by its key
 */
record Lineage(List<Pack> packs, Map<String, Set<Version>> users) {

  /**
   * A pack that may be rewritten.
   *
   * @param size in bytes
   * @param crowded whether it is one of so many small ones that it is rewritten however much of it
   *     is needed
   * @param review the review that it is under, if it is
   */
  record Pack(
      String key,
      OrganisationId organisation,
      long size,
      boolean crowded,
      Optional<InReview> review) {}

  OrganisationId organisation() {
    return packs.getFirst().organisation();
  }

  /** The versions by their manifests, which forks and roll-backs share: the oldest first. */
  Map<String, List<Version>> manifests() {
    Set<Version> versions = new HashSet<>();
    users.values().forEach(versions::addAll);
    Map<String, List<Version>> manifests = new LinkedHashMap<>();
    versions.stream()
        .sorted(
            Comparator.comparing(Version::createdAt)
                .thenComparingInt(Version::number)
                .thenComparing(version -> version.profile().value()))
        .forEach(version ->
            manifests.computeIfAbsent(version.manifest(), _ -> new ArrayList<>()).add(version));
    return manifests;
  }

  /** The versions that need a pack. */
  Set<Version> usersOf(String pack) {
    return users.getOrDefault(pack, Set.of());
  }

  /** The packs that one of the versions needs, by their keys. */
  Set<String> packsOf(List<Version> versions) {
    Set<String> needed = new HashSet<>();
    users.forEach((pack, all) -> {
      if (versions.stream().anyMatch(all::contains)) {
        needed.add(pack);
      }
    });
    return needed;
  }

  /**
   * Sorts packs into lineages; those that no version needs any more are left out.
   *
   * @param users finds the versions that need a pack
   */
  static List<Lineage> of(List<Pack> packs, Function<String, List<Version>> users) {
    Map<String, List<Version>> found = new HashMap<>();
    var families = new Families();
    for (Pack pack : packs) {
      List<Version> versions = users.apply(pack.key());
      found.put(pack.key(), versions);
      for (Version version : versions) {
        families.join(versions.getFirst().profile(), version.profile());
      }
    }
    Map<ProfileId, Lineage> lineages = new LinkedHashMap<>();
    for (Pack pack : packs) {
      List<Version> versions = found.getOrDefault(pack.key(), List.of());
      if (!versions.isEmpty()) {
        Lineage lineage =
            lineages.computeIfAbsent(
                families.of(versions.getFirst().profile()),
                _ -> new Lineage(new ArrayList<>(), new HashMap<>()));
        lineage.packs.add(pack);
        lineage.users.put(pack.key(), new LinkedHashSet<>(versions));
      }
    }
    return List.copyOf(lineages.values());
  }

  /** Which profiles belong together, each family under the name of one of them. */
  private static final class Families {
    private final Map<ProfileId, ProfileId> towards = new HashMap<>();

    ProfileId of(ProfileId profile) {
      ProfileId name = profile;
      for (ProfileId next = towards.get(name); next != null; next = towards.get(name)) {
        name = next;
      }
      if (!name.equals(profile)) {
        towards.put(profile, name);
      }
      return name;
    }

    void join(ProfileId one, ProfileId other) {
      ProfileId name = of(one);
      ProfileId otherName = of(other);
      if (!name.equals(otherName)) {
        towards.put(otherName, name);
      }
    }
  }
}
