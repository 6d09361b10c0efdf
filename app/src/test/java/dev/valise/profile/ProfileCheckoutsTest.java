package dev.valise.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import dev.valise.snapshot.DamagedSnapshotException;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of closed sessions serve the next ones, and only save work. */
class ProfileCheckoutsTest {
  private final Path data;
  private final Path folder;
  private final RootKey root = RootKey.generate();
  private ProfileFixture fixture;
  private OrganisationId acme;
  private Profile profile;
  private Version version;
  private Map<String, String> content;

  ProfileCheckoutsTest(@TempDir Path temporary) {
    this.data = temporary.resolve("data");
    this.folder = temporary.resolve("checkout");
  }

  @BeforeEach
  void aProfileWithAVersion(@TempDir Path saved) throws IOException {
    fixture = new ProfileFixture(data, root);
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.empty());
    FolderContent.write(saved, "Default/Cookies", "sid=1".getBytes(UTF_8));
    FolderContent.write(saved, "Default/History", new byte[100_000]);
    version = save(saved);
    content = FolderContent.of(saved);
  }

  @AfterEach
  void close() {
    fixture.checkouts.close();
    fixture.close();
  }

  @Test
  void aParkedFolderIsTakenAgainWithoutWritingAFile() throws IOException {
    park(checkOut(version));
    assertThat(folder).doesNotExist();
    restart();
    LoadedVersion first = checkOut(version);
    Map<String, String> files = files();
    park(first);

    LoadedVersion second = checkOut(version);
    assertThat(second.cookies()).isEqualTo(first.cookies());
    assertEquals(content);
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void whatASessionLeftBehindIsGone() throws IOException {
    LoadedVersion first = checkOut(version);
    FolderContent.write(folder, "Default/Cookies", "sid=2".getBytes(UTF_8));
    FolderContent.write(folder, "Default/Cache/data_0", new byte[50]);
    Files.delete(folder.resolve("Default/History"));
    Files.createSymbolicLink(folder.resolve("SingletonLock"), Path.of("host-1"));
    park(first);

    checkOut(version);
    assertEquals(content);
    assertThat(folder.resolve("Default/Cache")).doesNotExist();
  }

  @Test
  void anotherVersionIsWrittenOverIt() throws IOException {
    LoadedVersion first = checkOut(version);
    FolderContent.write(folder, "Default/Cookies", "sid=22".getBytes(UTF_8));
    FolderContent.write(folder, "Default/Preferences", "{}".getBytes(UTF_8));
    Map<String, String> changed = FolderContent.of(folder);
    SavedVersion second = save(first);
    park(second.state());

    LoadedVersion older = checkOut(version);
    assertEquals(content);
    park(older);
    checkOut(second.version());
    assertEquals(changed);
  }

  @Test
  void aFolderThatIsOfNoUseIsMadeAnew() throws IOException {
    park(checkOut(version));
    restart();
    Path record = data.resolve("warm").resolve(profile.id().value()).resolve("record");
    byte[] bytes = Files.readAllBytes(record);
    Files.write(record, Arrays.copyOf(bytes, bytes.length / 2));

    checkOut(version);
    assertEquals(content);
  }

  @Test
  void afterARestartOfTheMachineItIsMadeAnew() throws IOException {
    park(checkOut(version));
    fixture.checkouts.close();
    Path warm = data.resolve("warm");
    assertThat(warm.resolve(profile.id().value())).exists();

    WarmCheckouts.open(warm, 1 << 20, "this boot");
    assertThat(warm.resolve(profile.id().value())).as("the same start of the machine").exists();
    WarmCheckouts.open(warm, 1 << 20, "the next boot");
    assertThat(warm).isEmptyDirectory();
  }

  @Test
  void theOneUsedLongestAgoGoesFirst() throws IOException {
    LoadedVersion parked = checkOut(version);
    long size = parked.base().record().orElseThrow().bytes();
    WarmCheckouts warm = WarmCheckouts.open(data.resolve("few"), 2 * size, "this boot");
    var record = parked.base().record().orElseThrow();
    List<Profile> three = List.of(newProfile(), newProfile(), newProfile());
    for (Profile one : three) {
      FolderContent.write(folder, "Default/Cookies", "sid=1".getBytes(UTF_8));
      warm.park(one.id(), folder, record);
    }

    assertThat(warm.claim(three.get(0).id(), folder)).isEmpty();
    assertThat(warm.claim(three.get(2).id(), folder)).contains(record);
    assertThat(warm.claim(three.get(2).id(), folder.resolveSibling("again"))).isEmpty();
  }

  @Test
  void withoutRoomNothingIsKept() throws IOException {
    LoadedVersion parked = checkOut(version);
    WarmCheckouts none = WarmCheckouts.open(data.resolve("none"), 0, "this boot");
    none.park(profile.id(), folder, parked.base().record().orElseThrow());

    assertThat(folder).doesNotExist();
    assertThat(data.resolve("none")).isEmptyDirectory();
  }

  @Test
  void nothingIsLeftOfAWipedProfile() throws IOException {
    park(checkOut(version));
    fixture.checkouts.wipe(profile.id());
    assertThat(data.resolve("warm")).isEmptyDirectory();
  }

  @Test
  void ofManySessionsAtOnceEachGetsAFolderOfItsOwn() throws Exception {
    park(checkOut(version));
    var contents =
        Race.of(
            4,
            number -> {
              Path own = folder.resolveSibling("own" + number);
              fixture.checkouts.checkOut(acme, version, own);
              return FolderContent.of(own);
            });
    assertThat(contents).hasSize(4).containsOnly(new TreeMap<>(content));
  }

  @Test
  void damageIsMetOnlyWhereTheStoreIsRead() throws IOException {
    park(checkOut(version));
    restart();
    fixture.blobs.flip(new BlobKey(fixture.packs(version).getFirst()), 40, 1);

    checkOut(version);
    assertEquals(content);
    assertThatThrownBy(
            () -> fixture.checkouts.checkOut(acme, version, folder.resolveSibling("other")))
        .isInstanceOf(DamagedSnapshotException.class);
  }

  /** Waits, too, until what was parked is tidy. */
  private void restart() throws IOException {
    close();
    fixture = new ProfileFixture(data, root);
  }

  private LoadedVersion checkOut(Version which) throws IOException {
    return fixture.checkouts.checkOut(acme, which, folder);
  }

  private void park(LoadedVersion state) throws IOException {
    fixture.checkouts.park(acme, folder, state);
  }

  private Version save(Path userDataDir) throws IOException {
    var state = new ProfileState(userDataDir, "156.0.8078.79", ProfileState.Cookies.NONE);
    return fixture.save(acme, profile, state).orElseThrow();
  }

  private SavedVersion save(LoadedVersion loaded) throws IOException {
    var state = new ProfileState(folder, "156.0.8078.79", ProfileState.Cookies.NONE);
    return fixture.save(acme, profile, state, Optional.of(loaded)).orElseThrow();
  }

  private Profile newProfile() {
    return fixture.profiles.create(acme, Optional.empty());
  }

  private void assertEquals(Map<String, String> expected) throws IOException {
    assertThat(FolderContent.of(folder)).isEqualTo(expected);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String path : content.keySet()) {
      files.put(path, Files.readAttributes(folder.resolve(path), "unix:ino,ctime").toString());
    }
    return files;
  }
}
