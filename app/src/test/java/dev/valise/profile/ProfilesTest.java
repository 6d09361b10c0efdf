package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.RootKey;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Refusal;
import dev.valise.model.Retention;
import dev.valise.testing.Race;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilesTest {
  private final ProfileFixture fixture;
  private final Profiles profiles;

  ProfilesTest(@TempDir Path folder) throws IOException {
    fixture = new ProfileFixture(folder, RootKey.generate());
    profiles = fixture.profiles;
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void aNewProfileIsFoundByItsIdAndByItsName() {
    OrganisationId acme = fixture.organisation();
    Profile created = profiles.create(acme, name("work"));

    assertThat(created.name()).contains("work");
    assertThat(created.organisation()).isEqualTo(acme);
    assertThat(created.updatedAt()).isEqualTo(created.createdAt());
    assertThat(created.head()).isEmpty();
    assertThat(created.lastUsedAt()).isEmpty();
    assertThat(profiles.find(acme, ProfileReference.of("work"))).isEqualTo(created);
    assertThat(profiles.find(acme, ProfileReference.of(created.id().value()))).isEqualTo(created);
    assertThat(profiles.find(acme, created.id())).contains(created);
  }

  @Test
  void aProfileMayHaveNoName() {
    OrganisationId acme = fixture.organisation();
    assertThat(profiles.create(acme, Optional.empty()).name()).isEmpty();
    assertThat(profiles.create(acme, Optional.empty()).name()).isEmpty();
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    OrganisationId acme = fixture.organisation();
    profiles.create(acme, name("work"));
    Profile other = profiles.create(acme, name("play"));

    assertTaken(() -> profiles.create(acme, name("work")));
    assertTaken(() -> profiles.rename(acme, byId(other), new Name("work")));
    assertThat(profiles.find(acme, byId(other))).isEqualTo(other);
  }

  @Test
  void ofThreadsThatWantOneNameAllButOneGetAConflict() throws Exception {
    OrganisationId acme = fixture.organisation();
    List<Boolean> got =
        Race.of(
            6,
            number -> {
              try {
                profiles.create(acme, name("work"));
                return true;
              } catch (Refusal.Conflict e) {
                return false;
              }
            });
    assertThat(got).containsOnlyOnce(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "", "no name has spaces", "'; DROP TABLE profile; --", "%"})
  void aNameThatNobodyHasIsNotFound(String unknown) {
    OrganisationId acme = fixture.organisation();
    profiles.create(acme, name("work"));
    assertNotFound(acme, ProfileReference.of(unknown));
  }

  @Test
  void theProfileOfAnotherOrganisationIsAsUnknownAsNone() {
    OrganisationId acme = fixture.organisation();
    OrganisationId other = fixture.organisation();
    Profile profile = profiles.create(acme, name("work"));

    assertNotFound(other, byId(profile));
    assertNotFound(other, ProfileReference.of("work"));
    assertNotFound(other, new ProfileReference.ById(fixture.ids.profile()));
    assertThat(profiles.find(other, profile.id())).isEmpty();
    assertThat(profiles.find(acme, byId(profile))).isEqualTo(profile);
  }

  @Test
  void renamingKeepsAllElse() {
    OrganisationId acme = fixture.organisation();
    Profile before = profiles.create(acme, name("work"));
    fixture.clock.advance(Duration.ofSeconds(1));
    Profile after = profiles.rename(acme, ProfileReference.of("work"), new Name("play"));

    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.name()).contains("play");
    assertThat(after.createdAt()).isEqualTo(before.createdAt());
    assertThat(after.updatedAt()).isAfter(before.updatedAt());
    assertNotFound(acme, ProfileReference.of("work"));
  }

  @Test
  void aListingTakesPartsAndNames() {
    OrganisationId acme = fixture.organisation();
    for (String name : List.of("shop-one", "shop-two", "bank")) {
      profiles.create(acme, name(name));
      fixture.clock.advance(Duration.ofSeconds(1));
    }

    assertThat(names(acme, Optional.empty(), Optional.empty()))
        .containsExactly("bank", "shop-two", "shop-one");
    assertThat(names(acme, Optional.of("SHOP"), Optional.empty()))
        .containsExactly("shop-two", "shop-one");
    assertThat(names(acme, Optional.empty(), Optional.of("bank"))).containsExactly("bank");
    assertThat(names(acme, Optional.of("shop"), Optional.of("bank"))).isEmpty();
  }

  @Test
  void aDeletedProfileIsGoneAndItsNameFree() {
    OrganisationId acme = fixture.organisation();
    Profile profile = profiles.create(acme, name("work"));
    profiles.delete(acme, ProfileReference.of("work"));

    assertNotFound(acme, byId(profile));
    assertThat(profiles.create(acme, name("work")).id()).isNotEqualTo(profile.id());
  }

  @Test
  void aRetentionOfItsOwnIsKeptUntilItIsTakenAway() {
    OrganisationId acme = fixture.organisation();
    profiles.create(acme, name("work"));
    var retention =
        new Retention(Optional.of(5), Optional.empty(), Optional.of(Duration.ofDays(90)));

    assertThat(profiles.setRetention(acme, ProfileReference.of("work"), Optional.of(retention)))
        .isEqualTo(profiles.find(acme, ProfileReference.of("work")))
        .extracting(Profile::retention)
        .isEqualTo(Optional.of(retention));
    assertThat(profiles.setRetention(acme, ProfileReference.of("work"), Optional.empty()))
        .extracting(Profile::retention)
        .isEqualTo(Optional.empty());
  }

  @Test
  void itsOwnRetentionSaysWhenItExpiresOrElseTheDefault() {
    OrganisationId acme = fixture.organisation();
    Profile profile = profiles.create(acme, name("work"));
    var year = new Retention(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(365)));
    assertThat(profile.expiresAt(Retention.NONE)).isEmpty();
    assertThat(profile.expiresAt(year)).contains(profile.updatedAt().plus(Duration.ofDays(365)));

    fixture.clock.advance(Duration.ofHours(1));
    profiles.used(profile.id());
    assertThat(profiles.find(acme, byId(profile)).expiresAt(year))
        .contains(profile.updatedAt().plus(Duration.ofDays(365).plusHours(1)));
    Profile keptForEver = profiles.setRetention(acme, byId(profile), Optional.of(Retention.NONE));
    assertThat(keptForEver.expiresAt(year)).isEmpty();
  }

  @Test
  void useIsNoted() {
    OrganisationId acme = fixture.organisation();
    Profile profile = profiles.create(acme, name("work"));
    fixture.clock.advance(Duration.ofSeconds(1));
    profiles.used(profile.id());
    profiles.used(fixture.ids.profile());

    Profile used = profiles.find(acme, byId(profile));
    assertThat(used.lastUsedAt().orElseThrow()).isAfter(profile.createdAt());
    assertThat(used.updatedAt()).isEqualTo(profile.updatedAt());
  }

  @Test
  void aReferenceIsAnIdByItsShapeOnly() {
    ProfileId id = fixture.ids.profile();
    assertThat(ProfileReference.of(id.value())).isEqualTo(new ProfileReference.ById(id));
    assertThat(ProfileReference.of("work")).isEqualTo(new ProfileReference.ByName("work"));
    String notQuite = "A" + id.value().substring(1);
    assertThat(ProfileReference.of(notQuite)).isEqualTo(new ProfileReference.ByName(notQuite));
  }

  private void assertNotFound(OrganisationId organisation, ProfileReference reference) {
    for (Runnable use :
        List.<Runnable>of(
            () -> profiles.find(organisation, reference),
            () -> profiles.rename(organisation, reference, new Name("other")),
            () -> profiles.setRetention(organisation, reference, Optional.empty()),
            () -> profiles.delete(organisation, reference))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(Refusal.NotFound.class)
          .hasMessage("no profile '" + reference + "'");
    }
  }

  private static void assertTaken(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOfSatisfying(
            Refusal.Conflict.class,
            conflict -> {
              assertThat(conflict).hasMessage("a profile named 'work' exists already");
              assertThat(conflict.waitingHelps()).isFalse();
            });
  }

  private List<String> names(
      OrganisationId organisation, Optional<String> query, Optional<String> name) {
    return profiles.list(organisation, query, name, new Page.Window(10, 0)).items().stream()
        .map(profile -> profile.name().orElseThrow())
        .toList();
  }

  private static Optional<Name> name(String name) {
    return Optional.of(new Name(name));
  }

  private static ProfileReference byId(Profile profile) {
    return new ProfileReference.ById(profile.id());
  }
}
