package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.testing.Race;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which versions there are, and back to one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileHistoryTest {
  private final ProfileFixture fixture;
  private final ProfileHistory history;
  private final SavedTexts texts;
  private Profile profile;

  ProfileHistoryTest(@TempDir Path data) throws IOException {
    fixture = new ProfileFixture(data, RootKey.generate());
    history = fixture.history;
    texts = new SavedTexts(fixture, data);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @BeforeEach
  void aProfile() {
    profile = fixture.profiles.create(fixture.organisation(), Optional.empty());
  }

  @Test
  void versionsAreListedNewestFirstPageByPage() throws IOException {
    Version first = texts.save(profile, "one");
    Version second = texts.save(profile, "two");
    Version third = texts.save(profile, "three");

    Page<Version> page = history.list(profile, new Page.Window(2, 0));
    assertThat(page.items()).containsExactly(third, second);
    assertThat(page.more()).isTrue();
    assertThat(history.list(profile, new Page.Window(2, 2)).items()).containsExactly(first);
    assertThat(history.find(profile, 2)).isEqualTo(second);
  }

  @Test
  void aVersionThatIsNotThereIsNotFound() throws IOException {
    texts.save(profile, "one");

    for (int number : List.of(2, 0, -1)) {
      assertMissing(() -> history.find(profile, number), number);
      assertMissing(() -> history.rollBack(profile, number), number);
      assertMissing(() -> history.delete(profile, number), number);
      assertMissing(() -> history.fork(profile, Optional.of(number), Optional.empty()), number);
    }
  }

  @Test
  void goingBackAppendsTheOldContentAndTouchesNoBlob() throws IOException {
    Version first = texts.save(profile, "one");
    Version second = texts.save(profile, "two!");
    fixture.blobs.failAllAfter(0);
    Profile after = history.rollBack(profile, 1);
    fixture.blobs.heal();

    Version head = after.head().orElseThrow();
    assertThat(head.number()).isEqualTo(3);
    assertThat(head.source()).isEqualTo(new VersionSource.RolledBack(1));
    assertThat(head.figures()).isEqualTo(first.figures().ofCopy());
    assertThat(head.browserVersion()).isEqualTo(first.browserVersion());
    assertThat(head.createdAt()).isEqualTo(second.createdAt());
    assertThat(texts.head(profile)).isEqualTo("one");
    assertThat(history.list(profile, new Page.Window(5, 0)).items())
        .containsExactly(head, second, first);
  }

  @Test
  void goingBackTwiceIsGoingBackOnce() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");
    Profile once = history.rollBack(profile, 1);

    assertThat(history.rollBack(profile, 1)).isEqualTo(once);
    assertThat(history.rollBack(once, 3)).isEqualTo(once);
    assertThat(history.rollBack(once, 2).head().orElseThrow().number()).isEqualTo(4);
    assertThat(history.rollBack(once, 1).head().orElseThrow().number()).isEqualTo(5);
  }

  @Test
  void aSessionThatRanMeanwhileSavesOnTop() throws IOException {
    texts.save(profile, "one");
    Version loaded = texts.save(profile, "two");
    LoadedVersion session = texts.load(profile, loaded);
    history.rollBack(profile, 1);

    assertThat(texts.save(profile, "three", Optional.of(session)).version().number()).isEqualTo(4);
    assertThat(texts.head(profile)).isEqualTo("three");
    assertThat(texts.text(profile, history.find(profile, 3))).isEqualTo("one");
  }

  @Test
  void aDeletedProfileIsNotFound() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");
    fixture.profiles.delete(profile.organisation(), new ProfileReference.ById(profile.id()));

    assertThatThrownBy(() -> history.rollBack(profile, 1))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessage("no profile '" + profile.id() + "'");
    assertThatThrownBy(() -> history.fork(profile, Optional.empty(), Optional.empty()))
        .isInstanceOf(Refusal.NotFound.class);
    assertMissing(() -> history.delete(profile, 1), 1);
  }

  @Test
  void theProfileOfAnotherOrganisationIsNotTouched() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");
    var stranger =
        new Profile(
            profile.id(),
            fixture.organisation(),
            profile.name(),
            profile.createdAt(),
            profile.updatedAt(),
            profile.lastUsedAt(),
            profile.retention(),
            profile.required(),
            profile.head());

    assertThatThrownBy(() -> history.rollBack(stranger, 1)).isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> history.fork(stranger, Optional.of(1), Optional.empty()))
        .isInstanceOf(Refusal.NotFound.class);
    assertMissing(() -> history.delete(stranger, 1), 1);
    assertThat(texts.now(profile).head().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void ofAVersionThatIsDeletedWhileItComesBackAllOrNothingComes() throws Exception {
    for (int round = 0; round < 20; round++) {
      Profile raced = fixture.profiles.create(profile.organisation(), Optional.empty());
      texts.save(raced, "one");
      texts.save(raced, "two");
      List<Boolean> done =
          Race.of(
              2,
              number -> {
                try {
                  if (number == 0) {
                    history.delete(raced, 1);
                  } else {
                    history.rollBack(raced, 1);
                  }
                  return true;
                } catch (Refusal.NotFound deleted) {
                  return false;
                }
              });

      assertThat(done.getFirst()).isTrue();
      assertThat(texts.head(raced)).isEqualTo(done.getLast() ? "one" : "two");
    }
  }

  private void assertMissing(Runnable use, int number) {
    assertThatThrownBy(use::run)
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessage("no version " + number + " of profile '" + profile.id() + "'");
  }
}
