package dev.valise.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Progress;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of folders that were put aside. */
final class StagedStateTest {
  private static final ProfileState.Cookies COOKIES =
      new ProfileState.Cookies("[{\"name\":\"sid\"}]", 1, 1);

  private final Path live;
  private final Path copies;
  private final ProfileFixture fixture;
  private OrganisationId acme;
  private Profile profile;

  StagedStateTest(@TempDir Path data, @TempDir Path live, @TempDir Path around) throws IOException {
    this.fixture = new ProfileFixture(data, RootKey.generate());
    this.live = live;
    this.copies = around.resolve("copies");
  }

  @BeforeEach
  void aFolder() throws IOException {
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.empty());
    FolderContent.write(live, "Default/History", new byte[300_000]);
    FolderContent.write(live, "Default/Cookies", "sid=1".getBytes(UTF_8));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void itsCookiesAreNewerThanItsFilesAndItsCopiesAreWiped() throws IOException {
    SavedVersion first = save(profile, Optional.empty());

    assertThat(first.version().number()).isEqualTo(1);
    assertThat(first.state().cookiesAreNewer()).isTrue();
    assertThat(fixture.saver.recall(acme, profile.id(), 1).orElseThrow().cookiesAreNewer())
        .isTrue();
    assertThat(copies).doesNotExist();
    assertRestores(first);
  }

  @Test
  void theSaveAtTheEndSharesWhatACheckpointStoredAndCountsOnItsFilesAgain() throws IOException {
    SavedVersion first = save(profile, Optional.empty());
    var closed = new ProfileState(live, "156.0.8078.79", COOKIES);
    SavedVersion second =
        fixture
            .saver
            .save(subject(profile, closed), Optional.of(first.state()), Progress.NONE)
            .orElseThrow();

    assertThat(second.version().number()).isEqualTo(2);
    assertThat(second.version().figures().storedBytes()).isLessThan(1_000);
    assertThat(second.state().cookiesAreNewer()).isFalse();
  }

  @Test
  void whatIsTheHeadAlreadyIsNoNewVersion() throws IOException {
    SavedVersion first = save(profile, Optional.empty());
    SavedVersion again = save(profile, Optional.of(first.state()));

    assertThat(again.added()).isFalse();
    assertThat(again.version()).isEqualTo(first.version());
  }

  @Test
  void whatIsTheHeadNoMoreBecomesItAgain() throws IOException {
    SavedVersion first = save(profile, Optional.empty());
    FolderContent.write(live, "Default/Cookies", "sid=2".getBytes(UTF_8));
    save(profile, Optional.of(first.state()));
    FolderContent.write(live, "Default/Cookies", "sid=1".getBytes(UTF_8));

    SavedVersion third = save(profile, Optional.of(first.state()));

    assertThat(third.added()).isTrue();
    assertThat(third.version().number()).isEqualTo(3);
    assertThat(third.version().manifest()).isEqualTo(first.version().manifest());
    assertRestores(third);
  }

  @Test
  void anotherProfileGetsTheSameBlobs() throws IOException {
    SavedVersion first = save(profile, Optional.empty());
    Profile other = fixture.profiles.create(acme, Optional.empty());

    SavedVersion copy = save(other, Optional.of(first.state()));

    assertThat(copy.added()).isTrue();
    assertThat(copy.version().profile()).isEqualTo(other.id());
    assertThat(copy.version().number()).isEqualTo(1);
    assertThat(copy.version().figures().storedBytes()).isZero();
    assertRestores(copy);
  }

  @Test
  void withoutWhatItWasStagedOnItIsNoVersion() throws IOException {
    SavedVersion first = save(profile, Optional.empty());
    FolderContent.write(live, "Default/Cookies", "sid=2".getBytes(UTF_8));
    save(profile, Optional.empty());
    fixture.deleteWithItsBlobs(acme, first.version());
    FolderContent.write(live, "Default/Cookies", "sid=3".getBytes(UTF_8));

    assertThatThrownBy(() -> save(profile, Optional.of(first.state())))
        .isInstanceOf(LostBaseException.class);
    assertThat(
            fixture.profiles.find(acme, profile.id()).orElseThrow().head().orElseThrow().number())
        .isEqualTo(2);
    assertRestores(save(profile, Optional.empty()));
  }

  private SavedVersion save(Profile into, Optional<LoadedVersion> base) throws IOException {
    try (StagedState staged = fixture.saver.stage(live, copies, base)) {
      staged.copyAhead();
      staged.copyRest();
      ProfileState state = staged.state("156.0.8078.79", COOKIES);
      return fixture.saver.save(subject(into, state), base, Progress.NONE).orElseThrow();
    }
  }

  private ProfileSaver.Subject subject(Profile into, ProfileState state) {
    return new ProfileSaver.Subject(acme, into.id(), fixture.ids.session(), state);
  }

  private void assertRestores(SavedVersion saved) throws IOException {
    Path restored = live.resolveSibling(fixture.ids.next());
    fixture.checkouts.checkOut(acme, saved.version(), restored);
    assertThat(FolderContent.of(restored)).isEqualTo(FolderContent.of(live));
  }
}
