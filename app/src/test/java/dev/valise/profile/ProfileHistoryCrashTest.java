package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.crypto.RootKey;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import dev.valise.testing.Faults;
import dev.valise.testing.FaultyCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The process stopped after every call of the catalog, of which there are few: no blob is used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileHistoryCrashTest {
  private final ProfileFixture fixture;
  private final SavedTexts texts;
  private final Faults faults = new Faults();
  private final ProfileHistory history;
  private OrganisationId acme;

  ProfileHistoryCrashTest(@TempDir Path data) throws IOException {
    fixture = new ProfileFixture(data, RootKey.generate());
    texts = new SavedTexts(fixture, data);
    var catalog = new FaultyCatalog(fixture.catalog, faults);
    history =
        new ProfileHistory(
            catalog.profiles(), catalog.versions(), fixture.ids, fixture.clock, fixture.events);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @BeforeEach
  void anOrganisation() {
    acme = fixture.organisation();
  }

  private Profile profileWithTwoVersions() throws IOException {
    Profile profile = fixture.profiles.create(acme, Optional.empty());
    texts.save(profile, "one");
    texts.save(profile, "two");
    return profile;
  }

  private boolean goesThrough(int sound, Runnable work) {
    faults.stopAfter(sound);
    try {
      work.run();
      return true;
    } catch (Faults.Stopped stopped) {
      return false;
    } finally {
      faults.heal();
    }
  }

  @Test
  void goingBackHappensOnceOrNotAtAll() throws IOException {
    boolean through = false;
    int sound = 0;
    for (; !through; sound++) {
      Profile profile = profileWithTwoVersions();
      through = goesThrough(sound, () -> history.rollBack(profile, 1));
      int head = number(profile);
      assertThat(head).as("the head after %s calls", sound).isIn(2, 3);
      assertThat(texts.head(profile)).isEqualTo(head == 2 ? "two" : "one");

      Profile again = history.rollBack(profile, 1);
      assertThat(again.head().orElseThrow().number()).as("after %s calls", sound).isEqualTo(3);
      assertThat(texts.head(profile)).isEqualTo("one");
    }
    assertThat(sound).isGreaterThan(5);
  }

  @Test
  void aForkIsThereWholeOrNotAtAll() throws IOException {
    Profile profile = profileWithTwoVersions();
    boolean through = false;
    int sound = 0;
    for (; !through; sound++) {
      var name = new Name("fork-" + sound);
      through = goesThrough(sound, () -> fork(profile, name));
      if (forks(name).isEmpty()) {
        fork(profile, name);
      }
      assertThat(forks(name)).as("after %s calls", sound).hasSize(1);
      assertThat(texts.head(forks(name).getFirst())).isEqualTo("one");
    }
    assertThat(sound).isGreaterThan(4);
    assertThat(texts.head(profile)).isEqualTo("two");
  }

  @Test
  void aVersionIsDeletedOrNot() throws IOException {
    boolean through = false;
    int sound = 0;
    for (; !through; sound++) {
      Profile profile = profileWithTwoVersions();
      through = goesThrough(sound, () -> history.delete(profile, 1));
      for (Version left : history.list(profile, new Page.Window(5, 0)).items()) {
        assertThat(texts.text(profile, left)).isEqualTo(left.number() == 1 ? "one" : "two");
      }
      assertThat(number(profile)).isEqualTo(2);
    }
    assertThat(sound).isPositive();
  }

  private void fork(Profile profile, Name name) throws Refusal {
    var _ = history.fork(profile, Optional.of(1), Optional.of(name));
  }

  private List<Profile> forks(Name name) {
    return fixture
        .profiles
        .list(acme, Optional.empty(), Optional.of(name.value()), new Page.Window(5, 0))
        .items();
  }

  private int number(Profile profile) {
    return texts.now(profile).head().orElseThrow().number();
  }
}
