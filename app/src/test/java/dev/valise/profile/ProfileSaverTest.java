package dev.valise.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Progress;
import dev.valise.snapshot.Base;
import dev.valise.snapshot.Snapshot;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saves of a folder that was loaded: they cost what changed, and never more than a full one. */
class ProfileSaverTest {
  private final Seed seed = Seed.fresh("ProfileSaverTest");
  private final Path folder;
  private final ProfileFixture fixture;
  private OrganisationId acme;
  private Profile profile;
  private LoadedVersion loaded;

  ProfileSaverTest(@TempDir Path data, @TempDir Path folder) throws IOException {
    this.fixture = new ProfileFixture(data, RootKey.generate());
    this.folder = folder;
  }

  @BeforeEach
  void aLoadedVersion() throws IOException {
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.empty());
    FolderContent.write(folder, "Default/History", seed.bytes(3_000_000));
    FolderContent.write(folder, "Default/Cookies", "sid=1".getBytes(UTF_8));
    loaded = save(Optional.empty()).state();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aSaveStoresWhatChangedAndRestoresAll() throws IOException {
    FolderContent.write(folder, "Default/Cookies", "sid=2".getBytes(UTF_8));
    SavedVersion second = save(Optional.of(loaded));

    assertThat(second.version().number()).isEqualTo(2);
    assertThat(second.version().figures().storedBytes()).isLessThan(2_000);
    assertThat(second.version().figures().bytes()).isEqualTo(3_000_005);
    assertRestores(second);
  }

  @Test
  void aSaveOfNothingNewMakesNoVersionAndWritesNothing() throws IOException {
    Set<String> before = fixture.stored();
    SavedVersion same = save(Optional.of(loaded));

    assertThat(same.added()).isFalse();
    assertThat(same.version()).isEqualTo(loaded.version());
    assertThat(fixture.stored()).isEqualTo(before);
    assertThat(fixture.profiles.find(acme, profile.id()).orElseThrow().head())
        .contains(loaded.version());
  }

  @Test
  void otherCookiesAloneAreANewVersion() throws IOException {
    var cookies = new ProfileState.Cookies("[{\"name\":\"sid\"}]", 1, 1);
    SavedVersion second = save(Optional.of(loaded), cookies);

    assertThat(second.added()).isTrue();
    assertThat(second.version().figures().cookies()).isEqualTo(1);
    assertThat(second.version().figures().storedBytes()).isLessThan(1_000);
  }

  @Test
  void whenWhatItSharesIsGoneAllIsSavedAgain() throws IOException {
    save(Optional.empty());
    fixture.deleteWithItsBlobs(acme, loaded.version());
    FolderContent.write(folder, "Default/Cookies", "sid=2".getBytes(UTF_8));
    SavedVersion third = save(Optional.of(loaded));

    assertThat(third.version().figures().storedBytes()).isGreaterThan(3_000_000);
    assertRestores(third);
  }

  @Test
  void whenTheVersionBeforeCannotBeReadAllIsSavedAgain() throws IOException {
    Snapshot unread = fixture.versions.open(acme, loaded.version());
    fixture.blobs.delete(unread.manifest());
    var forgotten =
        new LoadedVersion(
            loaded.version(), new Base(unread, loaded.base().record()), loaded.cookies());
    FolderContent.write(folder, "Default/Cookies", "sid=2".getBytes(UTF_8));
    assertRestores(save(Optional.of(forgotten)));
  }

  @Test
  void aFolderOfAnEarlierServerIsReadButNotStoredAgain() throws IOException {
    FolderContent.write(folder, "Default/Cookies", "sid=2".getBytes(UTF_8));
    Optional<LoadedVersion> recalled = fixture.saver.recall(acme, profile.id(), 1);
    SavedVersion second = save(recalled);

    assertThat(second.version().figures().storedBytes()).isLessThan(2_000);
    assertRestores(second);
    assertThat(fixture.saver.recall(acme, profile.id(), 9)).isEmpty();
  }

  @Test
  void whatCannotBeStoredIsSaid() throws IOException {
    for (int i = 0; i < 12; i++) {
      Files.createSymbolicLink(folder.resolve("Default/link" + i), Path.of("/etc/passwd"));
    }
    FolderContent.write(folder, "Default/Cookies", "sid=2".getBytes(UTF_8));
    SavedVersion second = save(Optional.of(loaded));

    List<String> warnings = second.version().warnings();
    assertThat(warnings).isEqualTo(second.warnings()).hasSize(11);
    assertThat(warnings.getFirst()).isEqualTo("left out 'Default/link0': a symbolic link");
    assertThat(warnings.getLast()).isEqualTo("left out 2 more that cannot be stored");
  }

  @Test
  void aSaveThatTookSoLongThatItsBlobsMayBeGoneIsNone() {
    Progress slow = (_, _, _, _) -> fixture.clock.advance(ProfileSaver.LIMIT.plusSeconds(1));
    assertThatThrownBy(() -> save(Optional.empty(), ProfileState.Cookies.NONE, slow))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 45 minutes");
    assertThat(fixture.profiles.find(acme, profile.id()).orElseThrow().head())
        .contains(loaded.version());
  }

  private SavedVersion save(Optional<LoadedVersion> on) throws IOException {
    return save(on, ProfileState.Cookies.NONE);
  }

  private SavedVersion save(Optional<LoadedVersion> on, ProfileState.Cookies cookies)
      throws IOException {
    return save(on, cookies, Progress.NONE);
  }

  private SavedVersion save(
      Optional<LoadedVersion> on, ProfileState.Cookies cookies, Progress progress)
      throws IOException {
    var state = new ProfileState(folder, "156.0.8078.79", cookies);
    var subject = new ProfileSaver.Subject(acme, profile.id(), fixture.ids.session(), state);
    return fixture.saver.save(subject, on, progress).orElseThrow();
  }

  private void assertRestores(SavedVersion saved) throws IOException {
    Path restored = folder.resolveSibling(fixture.ids.next());
    fixture.checkouts.checkOut(acme, saved.version(), restored);
    assertThat(FolderContent.of(restored)).isEqualTo(FolderContent.of(folder));
  }
}
