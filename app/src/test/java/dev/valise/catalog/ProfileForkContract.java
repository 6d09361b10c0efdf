package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ProfileForkContract {
  private CatalogFixture fixture;
  private ProfileRecords profiles;
  private OrganisationId acme;
  private ProfileId original;
  private ProfileId fork;

  abstract Catalog catalog();

  @BeforeEach
  void aProfileWithTwoVersions() throws NameTakenException {
    fixture = new CatalogFixture(catalog());
    profiles = catalog().profiles();
    acme = fixture.organisation("acme");
    original = fixture.profile(acme, "work");
    fork = fixture.ids.profile();
    fixture.version(acme, original, "m1", "p1", "shared");
    fixture.version(acme, original, "m2", "shared");
  }

  @Test
  void aForkIsAProfileWithThatVersionAsItsFirst() throws Exception {
    Version version = CatalogFixture.added(fork(Optional.of("copy"), "m1", "p1", "shared"));

    assertThat(version.number()).isEqualTo(1);
    assertThat(version.source()).isEqualTo(new VersionSource.Forked(original, 1));
    assertThat(profiles.findByName(acme, "copy"))
        .contains(
            new Profile(
                fork,
                acme,
                Optional.of("copy"),
                version.createdAt(),
                version.createdAt(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(version)));
    assertThat(catalog().versions().blobs(fork, 1))
        .isEqualTo(catalog().versions().blobs(original, 1));
  }

  @Test
  void aForkStaysWhenTheOriginalGoes() throws Exception {
    Version version = CatalogFixture.added(fork(Optional.empty(), "m1", "p1", "shared"));
    assertThat(profiles.delete(acme, original).orElseThrow())
        .containsExactly(fixture.manifest("m2"));
    assertThat(profiles.find(acme, fork).orElseThrow().head()).contains(version);
    assertThat(catalog().versions().blobs(fork, 1)).hasSize(3);
  }

  @Test
  void aTakenNameMakesNoFork() {
    assertThatThrownBy(() -> fork(Optional.of("work"), "m1", "p1", "shared"))
        .isInstanceOf(NameTakenException.class);
    assertNoFork();
  }

  @Test
  void aVersionThatIsGoneMakesNoFork() throws Exception {
    catalog().versions().delete(acme, original, 1);
    catalog().blobs().condemnUnused(NOW);
    catalog().blobs().takeForDeletion(NOW, "", Integer.MAX_VALUE);
    assertThat(fork(Optional.of("copy"), "m1", "p1", "shared"))
        .isEqualTo(new Appended.BlobsGone(List.of(fixture.manifest("m1"), fixture.pack("p1"))));
    assertNoFork();
  }

  @Test
  void anotherOrganisationCannotFork() throws Exception {
    OrganisationId other = fixture.organisation("other");
    assertThat(profiles.insertFork(other, Optional.empty(), draft("m2", "shared")))
        .isInstanceOf(Appended.BlobsGone.class);
    assertThat(profiles.find(other, fork)).isEmpty();
  }

  @Test
  void aForkSavesCondemnedBlobs() throws Exception {
    catalog().versions().delete(acme, original, 1);
    catalog().blobs().condemnUnused(NOW);
    assertThat(fork(Optional.empty(), "m1", "p1", "shared")).isInstanceOf(Appended.Added.class);
    assertThat(fixture.row(fixture.pack("p1")).orElseThrow().condemnedAt()).isEmpty();
  }

  private void assertNoFork() {
    assertThat(profiles.find(acme, fork)).isEmpty();
    var all = new ProfileRecords.Filter(Optional.empty(), Optional.empty());
    assertThat(profiles.list(acme, all, new Page.Window(10, 0)).items())
        .extracting(Profile::id)
        .containsExactly(original);
    assertThat(catalog().versions().find(fork, 1)).isEmpty();
  }

  private Appended fork(Optional<String> name, String manifest, String... packs)
      throws NameTakenException {
    return profiles.insertFork(acme, name, draft(manifest, packs));
  }

  private VersionRecords.Draft draft(String manifest, String... packs) {
    return CatalogFixture.from(
        new VersionSource.Forked(original, 1), fixture.draft(fork, manifest, packs));
  }
}
