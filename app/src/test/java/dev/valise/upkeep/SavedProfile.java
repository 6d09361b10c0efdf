package dev.valise.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.VersionRecords;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.Progress;
import dev.valise.model.SessionState;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileState;
import dev.valise.profile.SavedVersion;
import dev.valise.snapshot.Snapshot;
import dev.valise.testing.FolderContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A profile with the folder that is saved as its versions, and what each version must hold. */
final class SavedProfile {
  /** A block of its own: what changes in one file leaves the others' blocks alone. */
  static final int BLOCK = 4096;

  final ProfileId id;
  final Path folder;
  private final StoreFixture store;
  private final Map<Integer, SortedMap<String, String>> contents = new HashMap<>();
  private Optional<LoadedVersion> loaded = Optional.empty();

  SavedProfile(StoreFixture store, ProfileId id, Path folder) {
    this.store = store;
    this.id = id;
    this.folder = folder;
  }

  /** Writes a file that does not compress. */
  void write(String path, int bytes, Random random) throws IOException {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    FolderContent.write(folder, "Default/" + path, content);
  }

  void remove(String path) throws IOException {
    Files.delete(folder.resolve("Default").resolve(path));
  }

  Version save() throws IOException {
    return save(store.sound).version();
  }

  SavedVersion save(StoreFixture.Workers by) throws IOException {
    var state = new ProfileState(folder, "156.0.8078.79", ProfileState.Cookies.NONE);
    var subject = new ProfileSaver.Subject(store.acme, id, store.ids.session(), state);
    SavedVersion saved = by.saver().save(subject, loaded, Progress.NONE).orElseThrow();
    loaded = Optional.of(saved.state());
    contents.put(saved.version().number(), FolderContent.of(folder));
    return saved;
  }

  /** As a process that has stopped: nothing is known of the folder. */
  void forgetFolder() {
    loaded = Optional.empty();
  }

  /** Appends a version with the blobs of another one, as roll-backs and forks do. */
  Version appendCopy(SavedProfile from, int number) {
    Version version = from.version(number);
    var draft =
        new VersionRecords.Draft(
            id,
            store.clock.instant(),
            new VersionSource.Forked(from.id, number),
            version.browserVersion(),
            version.manifest(),
            store.catalog.versions().blobs(from.id, number),
            List.of(),
            version.figures(),
            List.of());
    var appended = store.catalog.versions().append(store.acme, draft);
    Version copy = ((VersionRecords.Appended.Added) appended).version();
    contents.put(copy.number(), from.content(number));
    return copy;
  }

  void delete(int... numbers) {
    for (int number : numbers) {
      assertThat(store.catalog.versions().delete(store.acme, id, number))
          .isEqualTo(VersionRecords.Deleted.DELETED);
    }
  }

  /** A session that has loaded a version and goes on. */
  BrowserSession session(int version) throws Exception {
    var session =
        new BrowserSession(
            store.ids.session(),
            store.acme,
            Optional.empty(),
            Map.of(),
            Optional.of(new BrowserSession.Load(id, Optional.of(version), false)),
            new BrowserSettings(true, false, Optional.empty(), Optional.empty()),
            Duration.ofSeconds(60),
            SessionState.RUNNING,
            store.clock.instant(),
            Optional.empty(),
            Optional.empty());
    store.catalog.sessions().insert(session);
    return session;
  }

  Version version(int number) {
    return store.catalog.versions().find(id, number).orElseThrow();
  }

  List<Version> versions() {
    return store.catalog.versions().list(id, new Page.Window(1000, 0)).items();
  }

  List<Integer> numbers() {
    return versions().reversed().stream().map(Version::number).toList();
  }

  List<String> packs(int number) {
    return store.catalog.versions().blobs(id, number).stream()
        .filter(key -> key.startsWith("packs/"))
        .toList();
  }

  SortedMap<String, String> content(int number) {
    return contents.getOrDefault(number, new TreeMap<>());
  }

  /** All versions that the catalog has open, with every byte that they were saved with. */
  void assertThatAllVersionsAreWhole() throws IOException {
    for (Version version : versions()) {
      assertThat(contentOf(store.workers().versions().open(store.acme, version)))
          .as("version " + version.number() + " of " + id)
          .isEqualTo(content(version.number()))
          .isNotEmpty();
    }
  }

  static SortedMap<String, String> contentOf(Snapshot snapshot) throws IOException {
    SortedMap<String, String> content = new TreeMap<>();
    snapshot.forEach((path, _, modifiedMillis, file) -> {
      var bytes = new ByteArrayOutputStream();
      file.writeTo(bytes);
      content.put(path, FolderContent.describe(bytes.toByteArray(), modifiedMillis));
    });
    return content;
  }
}
