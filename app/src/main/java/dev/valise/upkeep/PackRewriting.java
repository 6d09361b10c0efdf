package dev.valise.upkeep;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.VersionRecords;
import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.Version;
import dev.valise.snapshot.PackSurvey;
import dev.valise.snapshot.Repack;
import dev.valise.snapshot.Repack.Rewritten;
import dev.valise.snapshot.SavedSnapshot;
import dev.valise.upkeep.GarbageProgress.Phase;
import dev.valise.upkeep.GarbageReport.Repacked;
import dev.valise.upkeep.Lineage.Pack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites packs of one lineage: new packs, new manifests, then each version is let go over to its
 * new manifest if it still has the old one. A version that changed or went away meanwhile is left;
 * what was written for it alone is unknown to the catalog, and gone after the grace period.
 *
 * @param versions of the catalog
 */
record PackRewriting(VersionRecords versions, InstantSource clock, Round round) {

  /** As a save: what was written longer ago and is not in the catalog may be gone. */
  private static final Duration LIMIT = Duration.ofMinutes(45);

  /**
   * @param survey that has included all versions of the lineage
   * @return the packs that could not be rewritten, because they are damaged
   */
  Set<String> run(Lineage lineage, Set<Pack> chosen, PackSurvey survey) throws IOException {
    Instant began = clock.instant();
    Set<BlobKey> keys =
        chosen.stream().map(pack -> new BlobKey(pack.key())).collect(Collectors.toSet());
    long bytes = survey.liveBytes(keys);
    Repack repack = survey.repack(keys, copied -> round.at(Phase.COPY, copied, bytes));
    Set<String> damaged = new HashSet<>();
    repack
        .damaged()
        .forEach((pack, why) -> {
          damaged.add(pack.value());
          if (new StillNeeded(versions).byAny(lineage.usersOf(pack.value()))) {
            round.failed("the pack " + pack + " was not rewritten", why);
          }
        });
    int moved = goOver(lineage, chosen, repack, began);
    if (moved > 0) {
      List<Pack> rewritten = chosen.stream().filter(pack -> !damaged.contains(pack.key())).toList();
      round.repacked(
          new Repacked(
              rewritten.size(),
              rewritten.stream().mapToLong(Pack::size).sum(),
              repack.packs().stream().mapToLong(SavedSnapshot.Written::size).sum(),
              moved));
    }
    return damaged;
  }

  private int goOver(Lineage lineage, Set<Pack> chosen, Repack repack, Instant began)
      throws IOException {
    Set<String> chosenKeys = chosen.stream().map(Pack::key).collect(Collectors.toSet());
    Map<String, List<Version>> manifests = lineage.manifests();
    Set<String> known = new HashSet<>();
    int moved = 0;
    int looked = 0;
    for (Map.Entry<String, List<Version>> manifest : manifests.entrySet()) {
      round.at(Phase.REWRITE, looked++, manifests.size());
      Set<String> needed = lineage.packsOf(manifest.getValue());
      needed.retainAll(chosenKeys);
      Optional<Rewritten> rewritten =
          needed.isEmpty() ? Optional.empty() : rewrite(manifest, repack);
      if (rewritten.isPresent()) {
        for (Version version : manifest.getValue()) {
          moved += goOver(version, rewritten.get(), repack, known, began) ? 1 : 0;
        }
      }
    }
    return moved;
  }

  /** Empty also when the versions went away meanwhile. */
  private Optional<Rewritten> rewrite(Map.Entry<String, List<Version>> manifest, Repack repack)
      throws IOException {
    try {
      return repack.rewrite(new BlobKey(manifest.getKey()));
    } catch (IOException e) {
      if (new StillNeeded(versions).byAny(manifest.getValue())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * @param known the new blobs that the catalog has by now
   */
  private boolean goOver(
      Version version, Rewritten to, Repack repack, Set<String> known, Instant began)
      throws IOException {
    if (Duration.between(began, clock.instant()).compareTo(LIMIT) > 0) {
      throw new IOException("it took longer than " + LIMIT.toMinutes() + " minutes");
    }
    Map<BlobKey, Long> written = repack.written();
    List<NewBlob> added =
        to.blobs().stream()
            .filter(key -> written.containsKey(key) && !known.contains(key.value()))
            .map(key -> new NewBlob(key.value(), written.getOrDefault(key, 0L)))
            .toList();
    List<String> blobs = to.blobs().stream().map(BlobKey::value).toList();
    boolean replaced = versions.replaceManifest(version, to.manifest().value(), blobs, added);
    if (replaced) {
      known.addAll(blobs);
    }
    return replaced;
  }
}
