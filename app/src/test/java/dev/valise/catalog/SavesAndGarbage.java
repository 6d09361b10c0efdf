package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.FIGURES;
import static dev.valise.catalog.CatalogFixture.NOW;

import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.catalog.VersionRecords.Draft;
import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One process that saves, forks, takes back, deletes, repacks and collects garbage at random,
 * without a grace period. What takes it more than one transaction is done in steps, between which
 * it does other things, and others do theirs.
 */
final class SavesAndGarbage {

  /**
   * What several of them share: what is in the blob store, and the profiles that were ever made.
   */
  record World(
      OrganisationId organisation,
      Set<String> stored,
      List<ProfileId> profiles,
      Map<String, Set<String>> blobs) {}

  /** How much is under way at most: what waits long meets what has changed since. */
  private static final int BEGUN = 15;

  /** Of how many profiles: on few ones more things meet. */
  private static final int RECENT = 3;

  private interface Step {
    void run() throws NameTakenException;
  }

  private final World world;
  private final List<Catalog> catalogs;
  private final Random random;
  private final IdSource ids;
  private final List<Step> begun = new ArrayList<>();

  /**
   * @param catalogs connections to one catalog, of which each step takes any
   */
  SavesAndGarbage(World world, List<Catalog> catalogs, Random random) {
    this.world = world;
    this.catalogs = catalogs;
    this.random = random;
    this.ids = new IdSource(random);
  }

  void step() throws NameTakenException {
    if (begun.size() >= BEGUN || (!begun.isEmpty() && random.nextBoolean())) {
      begun.remove(random.nextInt(begun.size())).run();
      return;
    }
    switch (random.nextInt(40)) {
      case 0 -> make();
      case 1, 2 -> fork();
      case 3 -> delete(catalog().profiles().delete(world.organisation(), profile()));
      case 4 -> delete(catalog().profiles().deleteUnused(world.organisation(), profile(), NOW));
      case 5, 6, 7, 8, 9, 10, 11 -> deleteVersion();
      case 12, 13, 14, 15 -> takeBack();
      case 16, 17, 18 -> repack();
      case 19, 20, 21, 22, 23, 24 -> collect();
      default -> save();
    }
  }

  /** Does what was begun to its end. */
  void finish() throws NameTakenException {
    while (!begun.isEmpty()) {
      begun.removeFirst().run();
    }
  }

  private void make() throws NameTakenException {
    ProfileId profile = ids.profile();
    catalog().profiles().insert(profile, world.organisation(), Optional.empty(), NOW);
    world.profiles().add(profile);
  }

  /** Reads a base; uploads; appends; without a base when that is gone. */
  private void save() {
    ProfileId profile = profile();
    Set<String> blobs = new LinkedHashSet<>();
    Optional<Version> base = version(profile);
    for (String blob : base.map(this::blobs).orElse(List.of())) {
      if (random.nextInt(4) > 0) {
        blobs.add(blob);
      }
    }
    begun.add(() -> upload(profile, blobs));
  }

  private void upload(ProfileId profile, Set<String> blobs) {
    List<NewBlob> added = new ArrayList<>();
    String manifest = stored("manifests/", added);
    stored("packs/", added);
    added.forEach(blob -> blobs.add(blob.key()));
    begun.add(() -> {
      var source = new VersionSource.Saved(ids.session());
      var draft = draft(profile, source, manifest, List.copyOf(blobs), added);
      Appended appended = catalog().versions().append(world.organisation(), draft);
      if (!(appended instanceof Appended.Added)) {
        added.forEach(blob -> world.stored().remove(blob.key()));
      }
      if (appended instanceof Appended.BlobsGone) {
        upload(profile, new LinkedHashSet<>());
      }
    });
  }

  private void fork() {
    ProfileId from = profile();
    version(from)
        .ifPresent(version -> {
          List<String> blobs = blobs(version);
          begun.add(() -> {
            if (blobs.contains(version.manifest())) {
              ProfileId fork = ids.profile();
              var source = new VersionSource.Forked(from, version.number());
              var draft = draft(fork, source, version.manifest(), blobs, List.of());
              var forked =
                  catalog().profiles().insertFork(world.organisation(), Optional.empty(), draft);
              if (forked instanceof Appended.Added) {
                world.profiles().add(fork);
              }
            }
          });
        });
  }

  private void takeBack() {
    ProfileId profile = profile();
    version(profile)
        .ifPresent(version -> {
          List<String> blobs = blobs(version);
          begun.add(() -> {
            if (blobs.contains(version.manifest())) {
              var source = new VersionSource.RolledBack(version.number());
              var draft = draft(profile, source, version.manifest(), blobs, List.of());
              catalog().versions().append(world.organisation(), draft);
            }
          });
        });
  }

  private void repack() {
    version(profile())
        .ifPresent(version -> {
          Set<String> blobs = new LinkedHashSet<>(blobs(version));
          begun.add(() -> {
            List<NewBlob> added = new ArrayList<>();
            String manifest = stored("manifests/", added);
            stored("packs/", added);
            blobs.removeIf(blob -> random.nextBoolean());
            added.forEach(blob -> blobs.add(blob.key()));
            begun.add(() -> {
              List<String> all = List.copyOf(blobs);
              world.blobs().put(manifest, Set.copyOf(blobs));
              if (!catalog().versions().replaceManifest(version, manifest, all, added)) {
                added.forEach(blob -> world.stored().remove(blob.key()));
              }
            });
          });
        });
  }

  private void deleteVersion() {
    ProfileId profile = profile();
    version(profile)
        .ifPresent(version ->
            catalog().versions().delete(world.organisation(), profile, version.number()));
  }

  private void collect() {
    Instant now = NOW;
    catalog().blobs().condemnUnused(now);
    begun.add(() ->
        delete(
            Optional.of(
                catalog().blobs().takeForDeletion(now, "", 1 + random.nextInt(20)).stream()
                    .map(BlobRecords.Blob::key)
                    .toList())));
  }

  /** Deletes blobs from the store; then forgets them, unless it is cut off. */
  private void delete(Optional<List<String>> marked) {
    List<String> keys = marked.orElse(List.of());
    begun.add(() -> {
      keys.forEach(world.stored()::remove);
      if (random.nextInt(4) > 0) {
        begun.add(() -> catalog().blobs().forget(keys));
      }
    });
  }

  private String stored(String kind, List<NewBlob> added) {
    String key = kind + ids.next();
    world.stored().add(key);
    added.add(new NewBlob(key, 1));
    return key;
  }

  private Draft draft(
      ProfileId profile,
      VersionSource source,
      String manifest,
      List<String> blobs,
      List<NewBlob> added) {
    world.blobs().put(manifest, Set.copyOf(blobs));
    return new Draft(profile, NOW, source, "156", manifest, blobs, added, FIGURES, List.of());
  }

  private Optional<Version> version(ProfileId profile) {
    List<Version> newest = catalog().versions().list(profile, new Page.Window(6, 0)).items();
    return newest.isEmpty()
        ? Optional.empty()
        : Optional.of(newest.get(random.nextInt(newest.size())));
  }

  private List<String> blobs(Version version) {
    return catalog().versions().blobs(version.profile(), version.number());
  }

  private ProfileId profile() {
    List<ProfileId> all = List.copyOf(world.profiles());
    return all.get(all.size() - 1 - random.nextInt(RECENT));
  }

  private Catalog catalog() {
    return catalogs.get(random.nextInt(catalogs.size()));
  }
}
