package dev.valise.upkeep;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.Catalog;
import dev.valise.model.Version;
import dev.valise.snapshot.PackSurvey;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import dev.valise.upkeep.GarbageProgress.Phase;
import dev.valise.upkeep.GarbageReport.Repacked;
import dev.valise.upkeep.Lineage.Pack;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites packs of which less than half is needed, and small ones where there are many. The old
 * packs stay until the grace period is over, for those who read them.
 */
record Repacking(
    Catalog catalog,
    SnapshotStore snapshots,
    GarbageCollection.Vaults vaults,
    InstantSource clock) {
  private static final double WORTH_KEEPING = 0.5;

  void run(Round round) {
    List<Lineage> lineages = new PackReview(catalog).lineages();
    long all = lineages.stream().mapToLong(lineage -> lineage.manifests().size()).sum();
    for (Lineage lineage : lineages) {
      try {
        review(lineage, all, round);
      } catch (IOException e) {
        round.failed("packs of profile " + nameOf(lineage) + " were not rewritten", e);
      }
    }
  }

  private static String nameOf(Lineage lineage) {
    return lineage.manifests().values().iterator().next().getFirst().profile().value();
  }

  private void review(Lineage lineage, long all, Round round) throws IOException {
    Vault vault = vaults.of(lineage.organisation());
    Set<BlobKey> keys =
        lineage.packs().stream().map(pack -> new BlobKey(pack.key())).collect(Collectors.toSet());
    PackSurvey survey = snapshots.survey(vault, keys);
    Set<String> unclear = include(lineage, survey, all, round);
    Set<Pack> chosen = new HashSet<>();
    Repacked estimate = Repacked.NONE;
    for (Pack pack : lineage.packs()) {
      Optional<Double> share =
          unclear.contains(pack.key()) ? Optional.empty() : share(pack, lineage, survey, round);
      if (share.isEmpty()) {
        unclear.add(pack.key());
      } else if (pack.crowded() || share.get() < WORTH_KEEPING) {
        chosen.add(pack);
        estimate =
            new Repacked(
                estimate.packs() + 1,
                estimate.bytesBefore() + pack.size(),
                estimate.bytesAfter() + Math.round(pack.size() * share.get()),
                0);
      }
    }
    if (round.dryRun()) {
      round.repacked(estimate);
      return;
    }
    if (!chosen.isEmpty()) {
      unclear.addAll(
          new PackRewriting(catalog.versions(), clock, round).run(lineage, chosen, survey));
    }
    catalog
        .blobs()
        .reviewed(
            lineage.packs().stream()
                .filter(pack -> !unclear.contains(pack.key()))
                .flatMap(pack -> pack.review().stream())
                .toList());
  }

  /**
   * Shows the survey all versions.
   *
   * @return the packs of which nobody knows what is needed, because a version cannot be read
   */
  private Set<String> include(Lineage lineage, PackSurvey survey, long all, Round round) {
    Set<String> unclear = new HashSet<>();
    for (Map.Entry<String, List<Version>> manifest : lineage.manifests().entrySet()) {
      round.at(Phase.REVIEW, round.versionsLookedAt(), all);
      try {
        survey.include(new BlobKey(manifest.getKey()));
      } catch (IOException e) {
        if (stillNeeded().byAny(manifest.getValue())) {
          Version version = manifest.getValue().getFirst();
          round.failed(
              "version " + version.number() + " of profile " + version.profile() + " was not read",
              e);
        }
        unclear.addAll(lineage.packsOf(manifest.getValue()));
      }
      round.looked();
    }
    return unclear;
  }

  private Optional<Double> share(Pack pack, Lineage lineage, PackSurvey survey, Round round) {
    try {
      return Optional.of(survey.liveShare(new BlobKey(pack.key())));
    } catch (IOException e) {
      if (stillNeeded().byAny(lineage.usersOf(pack.key()))) {
        round.failed("the pack " + pack.key() + " was not rewritten", e);
      }
      return Optional.empty();
    }
  }

  private StillNeeded stillNeeded() {
    return new StillNeeded(catalog.versions());
  }
}
