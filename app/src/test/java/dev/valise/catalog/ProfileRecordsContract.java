package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import dev.valise.model.Version;
import dev.valise.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ProfileRecordsContract {
  private CatalogFixture fixture;
  private ProfileRecords profiles;
  private OrganisationId acme;
  private OrganisationId other;

  abstract Catalog catalog();

  @BeforeEach
  void organisations() {
    fixture = new CatalogFixture(catalog());
    profiles = catalog().profiles();
    acme = fixture.organisation("acme");
    other = fixture.organisation("other");
  }

  @Test
  void aNewProfileIsEmpty() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    var expected =
        new Profile(
            id,
            acme,
            Optional.of("work"),
            NOW,
            NOW,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    assertThat(profiles.find(acme, id)).contains(expected);
    assertThat(profiles.findByName(acme, "work")).contains(expected);
  }

  @Test
  void manyProfilesMayHaveNoName() throws Exception {
    ProfileId one = fixture.profile(acme, Optional.empty(), NOW);
    ProfileId two = fixture.profile(acme, Optional.empty(), NOW);
    assertThat(profiles.find(acme, one).orElseThrow().name()).isEmpty();
    assertThat(profiles.find(acme, two).orElseThrow().name()).isEmpty();
    assertThat(profiles.findByName(acme, "")).isEmpty();
  }

  @Test
  void aNameIsTakenInItsOrganisationOnlyAndInItsCaseOnly() throws Exception {
    fixture.profile(acme, "work");
    fixture.profile(other, "work");
    fixture.profile(acme, "Work");
    assertThatThrownBy(() -> fixture.profile(acme, "work"))
        .isInstanceOfSatisfying(
            NameTakenException.class, taken -> assertThat(taken.name()).isEqualTo("work"));
  }

  @Test
  void anIdThatIsTakenIsNoMatterOfNames() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    assertThatThrownBy(() -> profiles.insert(id, acme, Optional.of("play"), NOW))
        .isInstanceOf(CatalogException.class);
  }

  @Test
  void aProfileNeedsAnOrganisation() {
    assertThatThrownBy(() -> fixture.profile(fixture.ids.organisation(), "work"))
        .isInstanceOf(CatalogException.class);
  }

  @Test
  void ofThreadsThatWantOneNameExactlyOneGetsIt() throws Exception {
    List<Boolean> got = Race.of(8, number -> succeeds(() -> fixture.profile(acme, "work")));
    assertThat(got).containsOnlyOnce(true);
    assertThat(profiles.list(acme, all(), new Page.Window(10, 0)).items()).hasSize(1);
  }

  @Test
  void ofThreadsThatRenameToOneNameExactlyOneGetsIt() throws Exception {
    List<ProfileId> ids = Race.of(8, number -> fixture.profile(acme, "p" + number));
    List<Boolean> got =
        Race.of(8, number -> succeeds(() -> profiles.rename(acme, ids.get(number), "work", NOW)));
    assertThat(got).containsOnlyOnce(true);
  }

  @Test
  void renamingFreesTheOldName() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    Instant later = NOW.plusSeconds(1);
    assertThat(profiles.rename(acme, id, "play", later)).isTrue();

    assertThat(profiles.findByName(acme, "work")).isEmpty();
    Profile renamed = profiles.findByName(acme, "play").orElseThrow();
    assertThat(renamed.id()).isEqualTo(id);
    assertThat(renamed.createdAt()).isEqualTo(NOW);
    assertThat(renamed.updatedAt()).isEqualTo(later);
    fixture.profile(acme, "work");
    assertThatThrownBy(() -> profiles.rename(acme, id, "work", later))
        .isInstanceOf(NameTakenException.class);
    assertThat(profiles.rename(acme, id, "play", later)).as("to the name that it has").isTrue();
  }

  @Test
  void touchingTellsOfTheUseAndOfNoChange() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    profiles.touch(id, NOW.plusSeconds(9));
    profiles.touch(fixture.ids.profile(), NOW);

    Profile used = profiles.find(acme, id).orElseThrow();
    assertThat(used.lastUsedAt()).contains(NOW.plusSeconds(9));
    assertThat(used.updatedAt()).isEqualTo(NOW);
  }

  @Test
  void aRetentionIsKeptAndTakenBack() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    var all =
        new Retention(
            Optional.of(3), Optional.of(30), Optional.of(Duration.ofDays(90).plusNanos(1)));
    for (Optional<Retention> retention :
        List.of(Optional.of(all), Optional.of(Retention.NONE), Optional.<Retention>empty())) {
      Instant later = find(id).updatedAt().plusSeconds(1);
      assertThat(profiles.setRetention(acme, id, retention, later)).isTrue();
      assertThat(find(id).retention()).isEqualTo(retention);
      assertThat(find(id).updatedAt()).isEqualTo(later);
    }
    assertThat(profiles.setRetention(acme, fixture.ids.profile(), Optional.of(all), NOW)).isFalse();
  }

  @Test
  void everyProfileOfEveryOrganisationIsMetOnceAndMayBeDeletedMeanwhile() throws Exception {
    List<ProfileId> made = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      made.add(fixture.profile(acme, "p" + i));
      made.add(fixture.profile(other, "p" + i));
    }
    Version head = fixture.version(acme, made.getFirst(), "m1", "p1");
    List<Profile> met = new ArrayList<>();
    profiles.forEach(profile -> {
      if (made.contains(profile.id())) {
        met.add(profile);
        if (profile.organisation().equals(other)) {
          profiles.delete(other, profile.id());
        }
      }
    });
    assertThat(met).extracting(Profile::id).containsExactlyInAnyOrderElementsOf(made);
    assertThat(met).extracting(Profile::head).containsOnlyOnce(Optional.of(head));
    assertThat(profiles.list(other, all(), new Page.Window(10, 0)).items()).isEmpty();
  }

  @Test
  void anotherOrganisationSeesAndChangesNothing() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    Version version = fixture.version(acme, id, "manifest", "pack");

    assertThat(profiles.find(other, id)).isEmpty();
    assertThat(profiles.findByName(other, "work")).isEmpty();
    assertThat(profiles.list(other, all(), new Page.Window(10, 0)).items()).isEmpty();
    assertThat(profiles.rename(other, id, "theirs", NOW)).isFalse();
    assertThat(profiles.delete(other, id)).isEmpty();
    assertThat(profiles.deleteUnused(other, id, NOW.plusSeconds(100))).isEmpty();
    assertThat(profiles.setRetention(other, id, Optional.of(Retention.NONE), NOW)).isFalse();
    assertThat(catalog().versions().append(other, fixture.draft(id, "theirs")))
        .isEqualTo(new VersionRecords.Appended.ProfileGone());
    assertThat(catalog().versions().delete(other, id, 1))
        .isEqualTo(VersionRecords.Deleted.NO_SUCH_VERSION);

    Profile untouched = profiles.find(acme, id).orElseThrow();
    assertThat(untouched.name()).contains("work");
    assertThat(untouched.head()).contains(version);
  }

  private Profile find(ProfileId id) {
    return profiles.find(acme, id).orElseThrow();
  }

  private static boolean succeeds(Attempt attempt) throws Exception {
    try {
      attempt.run();
      return true;
    } catch (NameTakenException e) {
      return false;
    }
  }

  private interface Attempt {
    Object run() throws NameTakenException;
  }

  private static ProfileRecords.Filter all() {
    return new ProfileRecords.Filter(Optional.empty(), Optional.empty());
  }
}
