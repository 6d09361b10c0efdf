package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Retention;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A new profile out of a version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileForkTest {
  private final ProfileFixture fixture;
  private final ProfileHistory history;
  private final SavedTexts texts;
  private OrganisationId acme;
  private Profile profile;

  ProfileForkTest(@TempDir Path data) throws IOException {
    fixture = new ProfileFixture(data, RootKey.generate());
    history = fixture.history;
    texts = new SavedTexts(fixture, data);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @BeforeEach
  void aProfileWithTwoVersions() throws IOException {
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.of(new Name("work")));
    texts.save(profile, "one");
    texts.save(profile, "two");
  }

  private Profile fork(Optional<Integer> number) {
    return history.fork(profile, number, Optional.empty());
  }

  @Test
  void beginsWithTheHeadAndTouchesNoBlob() throws IOException {
    Version head = texts.now(profile).head().orElseThrow();
    fixture.blobs.failAllAfter(0);
    Profile fork = history.fork(profile, Optional.empty(), Optional.of(new Name("trial")));
    fixture.blobs.heal();

    assertThat(fork.name()).contains("trial");
    assertThat(fork.organisation()).isEqualTo(acme);
    Version first = fork.head().orElseThrow();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.source()).isEqualTo(new VersionSource.Forked(profile.id(), 2));
    assertThat(first.figures()).isEqualTo(head.figures().ofCopy());
    assertThat(texts.head(fork)).isEqualTo("two");
  }

  @Test
  void beginsWithTheVersionThatWasAskedFor() throws IOException {
    Profile fork = fork(Optional.of(1));

    assertThat(fork.name()).isEmpty();
    assertThat(texts.head(fork)).isEqualTo("one");
  }

  @Test
  void goesItsOwnWay() throws IOException {
    Profile fork = fork(Optional.empty());
    LoadedVersion session = texts.load(fork, fork.head().orElseThrow());
    texts.save(fork, "mine", Optional.of(session));

    assertThat(texts.head(fork)).isEqualTo("mine");
    assertThat(texts.head(profile)).isEqualTo("two");
    assertThat(texts.now(profile).head().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void outlivesWhatItWasForkedFrom() throws IOException {
    Profile fork = fork(Optional.of(1));
    fixture.profiles.delete(acme, ProfileReference.of("work"));

    assertThat(texts.head(fork)).isEqualTo("one");
  }

  @Test
  void mayBeDeletedWithoutHarmToTheOther() throws IOException {
    Profile fork = fork(Optional.of(1));
    fixture.profiles.delete(acme, new ProfileReference.ById(fork.id()));

    assertThat(texts.head(profile)).isEqualTo("two");
    assertThat(texts.text(profile, history.find(profile, 1))).isEqualTo("one");
  }

  @Test
  void doesNotTakeTheRetentionAlong() {
    var retention = new Retention(Optional.of(1), Optional.empty(), Optional.empty());
    fixture.profiles.setRetention(acme, ProfileReference.of("work"), Optional.of(retention));

    assertThat(fork(Optional.empty()).retention()).isEmpty();
  }

  @Test
  void isRefusedWhereTheNameIsTaken() {
    assertThatThrownBy(() -> history.fork(profile, Optional.empty(), Optional.of(new Name("work"))))
        .isInstanceOfSatisfying(
            Refusal.Conflict.class, taken -> assertThat(taken.waitingHelps()).isFalse())
        .hasMessage("a profile named 'work' exists already");
  }

  @Test
  void isRefusedWhereNothingWasSaved() {
    Profile empty = fixture.profiles.create(acme, Optional.of(new Name("empty")));

    assertThatThrownBy(() -> history.fork(empty, Optional.empty(), Optional.empty()))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessage("nothing was saved into profile 'empty' yet");
  }

  @Test
  void isUnknownToOtherOrganisations() {
    Profile fork = fork(Optional.empty());

    assertThat(fixture.profiles.find(fixture.organisation(), fork.id())).isEmpty();
  }
}
