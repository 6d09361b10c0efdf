package dev.valise.upkeep;

import dev.valise.catalog.BlobRecords.InReview;
import dev.valise.catalog.Catalog;
import dev.valise.model.Profile;
import dev.valise.upkeep.Lineage.Pack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the packs that may be worth rewriting: those that versions have stopped needing, and the
 * small ones where a head needs many.
 */
record PackReview(Catalog catalog) {

  /** A cold checkout opens every pack of its version: up to here that does not show. */
  static final int MANY = 64;

  /** Small packs are what saves of little leave. Larger ones cost a checkout nothing extra. */
  static final long SMALL = 8L << 20;

  List<Lineage> lineages() {
    Map<String, Pack> packs = new HashMap<>();
    catalog
        .profiles()
        .forEach(profile -> {
          Map<String, Long> small = smallPacks(profile);
          if (small.size() > MANY) {
            crowd(small)
                .forEach((key, size) ->
                    packs.put(
                        key, new Pack(key, profile.organisation(), size, true, Optional.empty())));
          }
        });
    for (InReview review : catalog.blobs().inReview()) {
      boolean crowded = packs.containsKey(review.key());
      packs.put(
          review.key(),
          new Pack(
              review.key(), review.organisation(), review.size(), crowded, Optional.of(review)));
    }
    List<Pack> inOrder = packs.keySet().stream().sorted().map(packs::get).toList();
    return Lineage.of(inOrder, catalog.versions()::users);
  }

  /** The small packs that the head of a profile needs, with their sizes. */
  private Map<String, Long> smallPacks(Profile profile) {
    if (profile.head().isEmpty()) {
      return Map.of();
    }
    List<String> packs =
        catalog.versions().blobs(profile.id(), profile.head().get().number()).stream()
            .filter(key -> key.startsWith("packs/"))
            .toList();
    if (packs.size() <= MANY) {
      return Map.of();
    }
    Map<String, Long> sizes = catalog.blobs().sizes(packs);
    sizes.values().removeIf(size -> size >= SMALL);
    return sizes;
  }

  /**
   * Those that are best made one: all up to the largest that is no larger than all below it
   * together. So each byte is rewritten as often as its pack doubles in size, and each version as
   * often, not once for every {@link #MANY} saves.
   */
  static Map<String, Long> crowd(Map<String, Long> small) {
    List<Map.Entry<String, Long>> bySize =
        small.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    long below = 0;
    int end = 0;
    for (int i = 0; i < bySize.size(); i++) {
      long size = bySize.get(i).getValue();
      if (size <= below) {
        end = i + 1;
      }
      below += size;
    }
    Map<String, Long> crowd = new HashMap<>();
    bySize.subList(0, end).forEach(pack -> crowd.put(pack.getKey(), pack.getValue()));
    return crowd;
  }
}
