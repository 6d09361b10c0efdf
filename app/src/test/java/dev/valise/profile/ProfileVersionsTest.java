package dev.valise.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import dev.valise.catalog.CatalogException;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.SaveFigures;
import dev.valise.model.SaveSteps;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.snapshot.DamagedSnapshotException;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileVersionsTest {
  private static final ProfileState.Cookies COOKIES =
      new ProfileState.Cookies("[{\"name\":\"sid\",\"value\":\"tschüß\"}]", 12, 5);

  private final Path data;
  private final RootKey root = RootKey.generate();
  private ProfileFixture fixture;
  private Path userDataDir;
  private Path checkout;
  private OrganisationId acme;
  private Profile profile;

  ProfileVersionsTest(@TempDir Path data) throws IOException {
    this.data = data;
    this.fixture = new ProfileFixture(data, root);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @BeforeEach
  void aProfileAndABrowsersFolder(@TempDir Path folder) throws IOException {
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.empty());
    userDataDir = folder.resolve("user-data-dir");
    checkout = folder.resolve("checkout");
    browse("sid=1");
  }

  @Test
  void aSaveMovesTheHeadAndSaysWhatItKept() throws IOException {
    FolderContent.write(userDataDir, "Default/Cache/data_0", new byte[500]);
    fixture.clock.advance(Duration.ofSeconds(1));
    Set<String> before = fixture.stored();
    Version version = save();

    assertThat(head()).isEqualTo(version);
    assertThat(version.number()).isEqualTo(1);
    assertThat(version.source()).isInstanceOf(VersionSource.Saved.class);
    assertThat(version.browserVersion()).isEqualTo("156.0.8078.79");
    assertThat(version.createdAt()).isAfter(profile.createdAt());
    long stored = version.figures().storedBytes();
    assertThat(stored).isPositive();
    SaveSteps steps = version.figures().steps().orElseThrow();
    assertThat(version.figures())
        .isEqualTo(
            new SaveFigures(
                2,
                105,
                stored,
                12,
                5,
                0,
                1,
                500,
                new TreeMap<>(Map.of("{profile}/Cache/", 500L)),
                Optional.of(steps)));
    assertThat(steps.store()).isPositive();
    assertThat(fixture.stored())
        .containsAll(before)
        .contains(version.manifest())
        .containsAll(fixture.packs(version))
        .hasSize(before.size() + 2);
  }

  @Test
  void aCheckOutEqualsWhatWasSavedWithItsCookies() throws IOException {
    SortedMap<String, String> content = FolderContent.of(userDataDir);
    Version version = save();

    assertThat(fixture.checkouts.checkOut(acme, version, checkout).cookies())
        .isEqualTo(COOKIES.json());
    assertThat(FolderContent.of(checkout)).isEqualTo(content);
    var opened = fixture.openHead(find()).orElseThrow();
    assertThat(opened.attachments()).containsValue(COOKIES.json());
  }

  @Test
  void withoutASaveThereIsNoHead() throws IOException {
    assertThat(fixture.openHead(profile)).isEmpty();
  }

  @Test
  void olderVersionsStay() throws IOException {
    Version first = save();
    SortedMap<String, String> firstContent = FolderContent.of(userDataDir);
    browse("sid=22");
    assertThat(save().number()).isEqualTo(2);
    browse("sid=333");
    assertThat(save().number()).isEqualTo(3);

    assertThat(head().number()).isEqualTo(3);
    fixture.checkouts.checkOut(acme, first, checkout);
    assertThat(FolderContent.of(checkout)).isEqualTo(firstContent);
  }

  @Test
  void aFailedSaveLeavesTheOldHeadWhereverItFails() throws IOException {
    Version old = save();
    SortedMap<String, String> oldContent = FolderContent.of(userDataDir);
    browse("sid=2");
    int sound = 0;
    while (!savedAfter(sound)) {
      assertThat(head()).as("after %s operations", sound).isEqualTo(old);
      Path folder = checkout.resolveSibling("checkout-" + sound);
      fixture.checkouts.checkOut(acme, head(), folder);
      assertThat(FolderContent.of(folder)).as("after %s operations", sound).isEqualTo(oldContent);
      sound++;
    }
    assertThat(sound).as("uploads, writes and commits of a save").isGreaterThan(6);
    fixture.checkouts.checkOut(acme, head(), checkout);
    assertThat(FolderContent.of(checkout)).isEqualTo(FolderContent.of(userDataDir));
  }

  private boolean savedAfter(int sound) {
    fixture.blobs.failAllAfter(sound);
    try {
      save();
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      fixture.blobs.heal();
    }
  }

  @Test
  void aSaveThatTheCatalogCannotTakeLeavesTheOldHead() throws IOException {
    Version old = save();
    browse("sid=2");
    fixture.close();
    assertThatThrownBy(this::save).isInstanceOf(CatalogException.class);

    fixture = new ProfileFixture(data, root);
    assertThat(head()).isEqualTo(old);
  }

  @Test
  void savesAtTheSameTimeGetDifferentNumbersAndAllOpen() throws Exception {
    List<Version> saved = Race.of(4, number -> save());
    assertThat(saved).extracting(Version::number).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(head().number()).isEqualTo(4);
    for (Version version : saved) {
      Path folder = checkout.resolveSibling("checkout-" + version.number());
      fixture.checkouts.checkOut(acme, version, folder);
      assertThat(FolderContent.of(folder)).isEqualTo(FolderContent.of(userDataDir));
    }
  }

  @Test
  void aDeletedProfileTakesNoSaveAndLeavesNoBlobs() throws IOException {
    Set<String> before = fixture.stored();
    save();
    browse("sid=2");
    save();
    fixture.profiles.delete(acme, new ProfileReference.ById(profile.id()));
    assertThat(fixture.stored()).isEqualTo(before);

    assertThat(fixture.save(acme, profile, state())).isEmpty();
  }

  @Test
  void deletingAProfileLeavesTheOthers() throws IOException {
    Version kept = save();
    Profile other = fixture.profiles.create(acme, Optional.empty());
    fixture.save(acme, other, state());
    fixture.profiles.delete(acme, new ProfileReference.ById(other.id()));

    fixture.checkouts.checkOut(acme, kept, checkout);
    assertThat(FolderContent.of(checkout)).isEqualTo(FolderContent.of(userDataDir));
  }

  @Test
  void anotherOrganisationNeitherSavesNorReads() throws IOException {
    OrganisationId other = fixture.organisation();
    Version version = save();
    assertThat(fixture.save(other, profile, state())).isEmpty();
    assertThat(head()).isEqualTo(version);

    assertThatThrownBy(() -> fixture.checkouts.checkOut(other, version, checkout))
        .isInstanceOf(DamagedSnapshotException.class);
    assertThat(checkout).doesNotExist();
  }

  @Test
  void damageIsFoundBeforeABrowserSeesIt() throws IOException {
    Version version = save();
    String pack = fixture.packs(version).getFirst();
    fixture.blobs.flip(new BlobKey(pack), 40, 1);
    assertThatThrownBy(() -> fixture.checkouts.checkOut(acme, version, checkout))
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining(pack);
  }

  @Test
  void everythingOpensAfterARestart() throws IOException {
    Version version = save();
    fixture.close();
    fixture = new ProfileFixture(data, root);

    assertThat(head()).isEqualTo(version);
    assertThat(fixture.checkouts.checkOut(acme, head(), checkout).cookies())
        .isEqualTo(COOKIES.json());
    assertThat(FolderContent.of(checkout)).isEqualTo(FolderContent.of(userDataDir));
  }

  private void browse(String cookie) throws IOException {
    FolderContent.write(userDataDir, "Default/Cookies", cookie.getBytes(UTF_8));
    FolderContent.write(userDataDir, "Local State", new byte[100]);
    Files.createDirectories(userDataDir.resolve("Default/Empty"));
  }

  private ProfileState state() {
    return new ProfileState(userDataDir, "156.0.8078.79", COOKIES);
  }

  private Version save() throws IOException {
    return fixture.save(acme, profile, state()).orElseThrow();
  }

  private Version head() {
    return find().head().orElseThrow();
  }

  private Profile find() {
    return fixture.profiles.find(acme, profile.id()).orElseThrow();
  }
}
