package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.BlobRecords.InReview;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class PackReviewContract {
  private CatalogFixture fixture;
  private BlobRecords blobs;
  private VersionRecords versions;
  private OrganisationId acme;
  private ProfileId profile;

  abstract Catalog catalog();

  @BeforeEach
  void threeVersions() throws NameTakenException {
    fixture = new CatalogFixture(catalog());
    blobs = catalog().blobs();
    versions = catalog().versions();
    acme = fixture.organisation("acme");
    profile = fixture.profile(acme, "work");
    fixture.version(acme, profile, "m1", "old", "shared");
    fixture.version(acme, profile, "m2", "shared", "mid");
    fixture.version(acme, profile, "m3", "shared", "new");
  }

  @Test
  void aSaveReviewsNothing() {
    assertThat(keys()).isEmpty();
  }

  @Test
  void theOtherUsersOfADeletedVersionsPacksAreReviewed() {
    versions.delete(acme, profile, 1);
    assertThat(mine()).containsExactly(new InReview(fixture.pack("shared"), acme, 10, 1));
  }

  @Test
  void manifestsAndWhatNoVersionNeedsAreNotReviewed() throws Exception {
    ProfileId fork = fixture.profile(acme, "fork");
    fixture.version(acme, fork, "m1", "old");
    versions.delete(acme, profile, 1);
    assertThat(keys()).containsExactly(fixture.pack("old"), fixture.pack("shared"));
    catalog().profiles().delete(acme, fork);
    assertThat(keys()).containsExactly(fixture.pack("shared"));
  }

  @Test
  void aReviewEnds() {
    versions.delete(acme, profile, 1);
    blobs.reviewed(mine());
    assertThat(keys()).isEmpty();
    versions.delete(acme, profile, 2);
    assertThat(keys()).containsExactly(fixture.pack("shared"));
  }

  @Test
  void aLossDuringAReviewIsReviewedToo() {
    versions.delete(acme, profile, 1);
    List<InReview> first = mine();
    versions.delete(acme, profile, 2);
    blobs.reviewed(first);
    assertThat(keys()).as("lost again since").containsExactly(fixture.pack("shared"));
    blobs.reviewed(mine());
    blobs.reviewed(first);
    assertThat(keys()).as("a late end of the first").isEmpty();
  }

  @Test
  void aReviewCanBeAskedFor() {
    blobs.markForReview(
        List.of(fixture.pack("new"), fixture.manifest("m3"), fixture.pack("unknown")));
    assertThat(keys()).containsExactly(fixture.pack("new"));
    blobs.markForReview(List.of());
    blobs.reviewed(mine());
    assertThat(keys()).isEmpty();
  }

  @Test
  void thePacksThatADeletedProfileSharedAreReviewed() throws Exception {
    ProfileId fork = fixture.profile(acme, "fork");
    fixture.version(acme, fork, "m2", "shared", "mid");
    catalog().profiles().delete(acme, profile);
    assertThat(keys()).containsExactly(fixture.pack("mid"), fixture.pack("shared"));
  }

  @Test
  void thePacksThatAReplacedManifestLeavesAreReviewed() {
    Version version = versions.find(profile, 2).orElseThrow();
    var draft = fixture.draft(profile, "m2b", "mid", "merged");
    assertThat(versions.replaceManifest(version, draft.manifest(), draft.blobs(), draft.added()))
        .isTrue();
    assertThat(keys()).containsExactly(fixture.pack("shared"));
  }

  @Test
  void aReviewOutlivesACondemnation() {
    versions.delete(acme, profile, 2);
    blobs.condemnUnused(NOW);
    assertThat(keys()).containsExactly(fixture.pack("shared"));
    fixture.version(acme, profile, "m4", "mid");
    assertThat(keys()).containsExactly(fixture.pack("mid"), fixture.pack("shared"));
  }

  private List<String> keys() {
    return mine().stream().map(InReview::key).toList();
  }

  private List<InReview> mine() {
    return blobs.inReview().stream().filter(pack -> pack.organisation().equals(acme)).toList();
  }
}
