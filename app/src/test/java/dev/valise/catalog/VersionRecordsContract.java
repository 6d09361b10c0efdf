package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.FIGURES;
import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.testing.Race;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class VersionRecordsContract {
  private CatalogFixture fixture;
  private VersionRecords versions;
  private OrganisationId acme;
  private ProfileId profile;

  abstract Catalog catalog();

  @BeforeEach
  void profile() throws NameTakenException {
    fixture = new CatalogFixture(catalog());
    versions = catalog().versions();
    acme = fixture.organisation("acme");
    profile = fixture.profile(acme, "work");
  }

  @Test
  void aVersionIsKeptAsItWasDrafted() {
    var draft = fixture.draft(profile, "manifests/ab/m", "packs/z", "packs/a", "packs/z2");
    Version version = versions.append(acme, draft).orElseThrow();

    assertThat(version)
        .isEqualTo(
            new Version(
                profile,
                1,
                draft.createdAt(),
                draft.session(),
                "156.0.8078.79",
                "manifests/ab/m",
                List.of("packs/z", "packs/a", "packs/z2"),
                FIGURES));
    assertThat(versions.find(profile, 1)).contains(version);
  }

  @Test
  void everyVersionIsTheNextHeadAndTheOldOnesStay() {
    for (int number = 1; number <= 3; number++) {
      Version version = fixture.version(acme, profile, "manifest-" + number, "pack-" + number);
      assertThat(version.number()).isEqualTo(number);
      assertThat(head()).isEqualTo(version);
    }
    assertThat(versions.find(profile, 1).orElseThrow().manifest()).isEqualTo("manifest-1");
    assertThat(versions.find(profile, 2).orElseThrow().packs()).containsExactly("pack-2");
    assertThat(versions.find(profile, 0)).isEmpty();
    assertThat(versions.find(profile, 4)).isEmpty();
  }

  @Test
  void aVersionUpdatesItsProfileAndNoOther() throws Exception {
    ProfileId bystander = fixture.profile(acme, "play");
    Version version = fixture.version(acme, profile, "manifest");

    assertThat(find(profile).updatedAt()).isEqualTo(version.createdAt());
    assertThat(find(profile).createdAt()).isEqualTo(NOW);
    assertThat(find(bystander).updatedAt()).isEqualTo(NOW);
    assertThat(find(bystander).head()).isEmpty();
    assertThat(versions.find(bystander, 1)).isEmpty();
  }

  @Test
  void threadsThatAppendGetNumbersWithoutGapsAndTheLastIsTheHead() throws Exception {
    List<Version> appended =
        Race.of(
            8, number -> fixture.version(acme, profile, "manifest-" + number, "pack-" + number));

    assertThat(appended)
        .extracting(Version::number)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 8).boxed().toList());
    assertThat(head().number()).isEqualTo(8);
    for (Version version : appended) {
      assertThat(versions.find(profile, version.number())).contains(version);
    }
  }

  @Test
  void aProfileThatIsGoneGetsNoVersion() {
    catalog().profiles().delete(acme, profile);
    assertThat(versions.append(acme, fixture.draft(profile, "manifest"))).isEmpty();
    assertThat(versions.append(acme, fixture.draft(fixture.ids.profile(), "manifest"))).isEmpty();
    assertThat(versions.find(profile, 1)).isEmpty();
  }

  @Test
  void deletingAProfileDeletesItsVersionsAndTellsTheirBlobs() {
    fixture.version(acme, profile, fixture.blob("manifest-1"), fixture.blob("pack-1"));
    fixture.version(
        acme, profile, fixture.blob("manifest-2"), fixture.blob("pack-1"), fixture.blob("pack-2"));

    assertThat(catalog().profiles().delete(acme, profile).orElseThrow())
        .containsExactlyInAnyOrder(
            fixture.blob("manifest-1"),
            fixture.blob("manifest-2"),
            fixture.blob("pack-1"),
            fixture.blob("pack-2"));
    assertThat(versions.find(profile, 1)).isEmpty();
    assertThat(catalog().profiles().find(acme, profile)).isEmpty();
    assertThat(catalog().profiles().delete(acme, profile)).isEmpty();
  }

  @Test
  void blobsThatAnotherProfileUsesAreNotTold() throws Exception {
    ProfileId fork = fixture.profile(acme, "fork");
    fixture.version(
        acme,
        profile,
        fixture.blob("manifest-1"),
        fixture.blob("pack-shared"),
        fixture.blob("pack-mine"));
    fixture.version(acme, profile, fixture.blob("manifest-shared"), fixture.blob("pack-shared"));
    fixture.version(acme, fork, fixture.blob("manifest-shared"), fixture.blob("pack-shared"));
    fixture.version(acme, fork, fixture.blob("manifest-of-fork"), fixture.blob("pack-of-fork"));

    assertThat(catalog().profiles().delete(acme, profile).orElseThrow())
        .containsExactlyInAnyOrder(fixture.blob("manifest-1"), fixture.blob("pack-mine"));
    assertThat(catalog().profiles().delete(acme, fork).orElseThrow())
        .containsExactlyInAnyOrder(
            fixture.blob("manifest-shared"),
            fixture.blob("pack-shared"),
            fixture.blob("manifest-of-fork"),
            fixture.blob("pack-of-fork"));
  }

  @Test
  void aProfileWithoutVersionsLeavesNoBlobs() {
    assertThat(catalog().profiles().delete(acme, profile).orElseThrow()).isEmpty();
  }

  private Version head() {
    return find(profile).head().orElseThrow();
  }

  private Profile find(ProfileId id) {
    return catalog().profiles().find(acme, id).orElseThrow();
  }
}
