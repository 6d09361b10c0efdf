package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobUpload;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.Name;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import dev.valise.profile.LoadedVersion;
import dev.valise.server.DataFixture;
import dev.valise.testing.FolderContent;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;

/**
 * A data folder in which there is something to do for everybody: versions that were deleted, a pack
 * with little life left, blobs that nobody needs or knows, a fork. And what all versions must hold.
 */
final class StoreWithHistory {
  static final String MAIL = "mail";
  static final String FORK = "fork";

  /** A block of its own: what changes in one file leaves the blocks of others alone. */
  private static final int BLOCK = 4096;

  final Path data;
  final Path live;
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
  private final Path untouched;
  private final Path checkout;
  private final Random random;
  private final Map<String, SortedMap<String, String>> trees = new HashMap<>();

  /**
   * @param folder for all but the data folder
   */
  StoreWithHistory(Path folder, Path data, Random random) throws IOException {
    this.data = data;
    this.untouched = folder.resolve("untouched");
    this.live = folder.resolve("live");
    this.checkout = folder.resolve("checkout");
    this.random = random;
    DataFixture.make(untouched, "acme");
    try (OpenStore store = OpenStore.in(untouched, clock)) {
      fill(store);
    }
    write("e");
    write("new");
  }

  private void fill(OpenStore store) throws IOException {
    Profile mail = store.profiles.create(store.organisation, Optional.of(new Name(MAIL)));
    Optional<LoadedVersion> loaded = Optional.empty();
    for (String files : new String[] {"abcde", "abc", "b", "c"}) {
      for (int i = 0; i < files.length(); i++) {
        write(files.substring(i, i + 1));
      }
      loaded = Optional.of(store.save(mail.id(), live, loaded).state());
      trees.put(MAIL + loaded.get().version().number(), FolderTree.of(live));
    }
    var _ = store.history.fork(mail, Optional.of(4), Optional.of(new Name(FORK)));
    trees.put(FORK + 1, FolderTree.of(live));
    write("d");
    var _ = store.save(mail.id(), live, loaded);
    trees.put(MAIL + 5, FolderTree.of(live));
    store.history.delete(mail, 1);
    store.catalog.blobs().condemnUnused(clock.instant());
    store.history.delete(mail, 2);
    for (String kind : new String[] {"packs/", "manifests/"}) {
      try (BlobUpload upload = store.blobs.upload(new BlobKey(kind + store.ids.next()))) {
        upload.write(1);
        upload.commit();
      }
    }
  }

  private void write(String path) throws IOException {
    byte[] content = new byte[BLOCK];
    random.nextBytes(content);
    FolderContent.write(live, "Default/" + path, content);
  }

  /** Makes the data folder what it was at first. */
  void restore() throws Exception {
    PrivateFiles.deleteTree(data);
    Shell.run(untouched, "cp -a . '" + data + "'");
  }

  /** The store as a process finds it that starts. */
  OpenStore open() throws IOException {
    return OpenStore.in(data, clock);
  }

  /** What a version held when it was saved. */
  SortedMap<String, String> tree(String profile, int number) {
    return Optional.ofNullable(trees.get(profile + number)).orElseThrow();
  }

  static List<Integer> numbers(OpenStore store, String profile) {
    return store.versions(store.profile(profile)).stream().map(Version::number).sorted().toList();
  }

  /**
   * Checks all versions of a profile out and compares.
   *
   * @param added what versions hold that were not there at first
   */
  void assertWhole(OpenStore store, String profile, SortedMap<String, String> added, String when)
      throws IOException {
    for (Version version : store.versions(store.profile(profile))) {
      PrivateFiles.deleteTree(checkout);
      store.checkOut(version, checkout);
      assertThat(FolderTree.of(checkout))
          .as("version %s of %s %s", version.number(), profile, when)
          .isEqualTo(trees.getOrDefault(profile + version.number(), added));
    }
  }
}
