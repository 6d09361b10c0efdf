package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.Name;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionDeletionTest {
  private final ProfileFixture fixture;
  private final ProfileHistory history;
  private final SavedTexts texts;
  private Profile profile;

  VersionDeletionTest(@TempDir Path data) throws IOException {
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
    profile = fixture.profiles.create(fixture.organisation(), Optional.of(new Name("work")));
  }

  @Test
  void takesOneVersionAndNoNumberComesAgain() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");
    texts.save(profile, "three");
    history.delete(profile, 2);

    assertThat(history.list(profile, new Page.Window(5, 0)).items())
        .extracting(Version::number)
        .containsExactly(3, 1);
    assertThat(texts.text(profile, history.find(profile, 1))).isEqualTo("one");
    assertThat(texts.head(profile)).isEqualTo("three");
    assertThat(texts.save(profile, "four").number()).isEqualTo(4);
  }

  @Test
  void happensOnce() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");
    history.delete(profile, 1);

    assertThatThrownBy(() -> history.delete(profile, 1))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessage("no version 1 of profile 'work'");
  }

  @Test
  void isNotForTheHeadUnlessItIsGoneBackFirst() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");

    assertConflict(2, "version 2 is the head of 'work'; roll back to another version first");
    history.rollBack(profile, 1);
    history.delete(profile, 2);
    assertThat(texts.head(profile)).isEqualTo("one");
  }

  @Test
  void isNotForTheOnlyVersion() throws IOException {
    texts.save(profile, "one");

    assertConflict(1, "version 1 is the only version of 'work'; delete the profile instead");
  }

  @Test
  void leavesTheVersionThatHasTheSameContent() throws IOException {
    texts.save(profile, "one");
    texts.save(profile, "two");
    history.rollBack(profile, 1);
    history.delete(profile, 1);
    fixture.collectGarbage();

    assertThat(texts.head(profile)).isEqualTo("one");
  }

  @Test
  void doesNotHarmASessionThatRunsOnIt() throws IOException {
    Version loaded = texts.save(profile, "one");
    LoadedVersion session = texts.load(profile, loaded);
    texts.save(profile, "two");
    history.delete(profile, 1);
    fixture.collectGarbage();

    assertThat(texts.save(profile, "three", Optional.of(session)).version().number()).isEqualTo(3);
    assertThat(texts.head(profile)).isEqualTo("three");
  }

  private void assertConflict(int number, String message) {
    assertThatThrownBy(() -> history.delete(profile, number))
        .isInstanceOfSatisfying(
            Refusal.Conflict.class, head -> assertThat(head.waitingHelps()).isFalse())
        .hasMessage(message);
  }
}
