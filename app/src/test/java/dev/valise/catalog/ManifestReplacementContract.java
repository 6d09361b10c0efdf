package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.testing.Race;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ManifestReplacementContract extends OneProfileContract {
  private Version version;

  @BeforeEach
  void aVersionBehindTheHead() {
    version = fixture.version(acme, profile, "m1", "p1", "p2", "shared");
    fixture.version(acme, profile, "m2", "shared");
  }

  @Test
  void aVersionGetsOtherBlobsAndIsElseAsItWas() {
    assertThat(replace(version, "m1b", "merged", "shared")).isTrue();

    Version after = versions.find(profile, 1).orElseThrow();
    assertThat(after)
        .isEqualTo(
            new Version(
                profile,
                1,
                version.createdAt(),
                version.source(),
                version.browserVersion(),
                fixture.manifest("m1b"),
                version.figures(),
                version.warnings(),
                version.withheld()));
    assertThat(versions.blobs(profile, 1))
        .containsExactly(fixture.manifest("m1b"), fixture.pack("merged"), fixture.pack("shared"));
    assertThat(versions.users(fixture.pack("p1"))).isEmpty();
    assertThat(fixture.row(fixture.pack("merged")).orElseThrow().size()).isEqualTo(10);
    assertThat(catalog().profiles().find(acme, profile).orElseThrow().head().orElseThrow().number())
        .isEqualTo(2);
  }

  @Test
  void theVersionsAroundAReplacedOneNeedWhatTheyNeeded() {
    for (int number = 3; number <= 7; number++) {
      fixture.version(acme, profile, "m" + number, "shared", "run");
    }
    versions.delete(acme, profile, 4);
    for (int number : new int[] {5, 7}) {
      assertThat(replace(versions.find(profile, number).orElseThrow(), "m" + number + "b", "own"))
          .isTrue();
      assertThat(versions.blobs(profile, number))
          .containsExactly(fixture.manifest("m" + number + "b"), fixture.pack("own"));
    }
    assertThat(versions.users(fixture.pack("run")))
        .extracting(Version::number)
        .containsExactly(3, 6);
    assertThat(versions.users(fixture.pack("own")))
        .extracting(Version::number)
        .containsExactly(5, 7);
    Version next = fixture.version(acme, profile, "m8", "run");
    assertThat(versions.blobs(profile, 8))
        .containsExactly(fixture.manifest("m8"), fixture.pack("run"));
    assertThat(versions.users(fixture.pack("run"))).hasSize(3).contains(next);
  }

  @Test
  void theHeadIsReplacedLikeAnyOther() {
    Version head = versions.find(profile, 2).orElseThrow();
    assertThat(replace(head, "m2b", "merged")).isTrue();
    assertThat(catalog().profiles().find(acme, profile).orElseThrow().head())
        .isEqualTo(versions.find(profile, 2))
        .get()
        .extracting(Version::manifest)
        .isEqualTo(fixture.manifest("m2b"));
  }

  @Test
  void aVersionThatHasChangedIsLeftAlone() {
    assertThat(replace(version, "m1b", "merged")).isTrue();
    assertThat(replace(version, "m1c", "another")).isFalse();
    assertThat(versions.find(profile, 1).orElseThrow().manifest())
        .isEqualTo(fixture.manifest("m1b"));
    assertThat(catalog().blobs().known(List.of(fixture.manifest("m1c"), fixture.pack("another"))))
        .isEmpty();
  }

  @Test
  void aVersionThatIsGoneStaysAway() {
    versions.delete(acme, profile, 1);
    assertThat(replace(version, "m1b", "merged")).isFalse();
    catalog().profiles().delete(acme, profile);
    assertThat(replace(version, "m1b", "merged")).isFalse();
    assertThat(versions.find(profile, 1)).isEmpty();
    assertThat(catalog().blobs().known(List.of(fixture.pack("merged")))).isEmpty();
  }

  @Test
  void blobsThatAreGoneAreNotTaken() throws Exception {
    ProfileId doomed = fixture.profile(acme, "doomed");
    fixture.version(acme, doomed, "m", "p");
    catalog().profiles().delete(acme, doomed);

    assertThat(replace(version, "m1b", "p")).isFalse();
    assertThat(versions.find(profile, 1)).contains(version);
    assertThat(versions.blobs(profile, 1)).hasSize(4);
  }

  @Test
  void aCondemnedBlobIsTakenBack() throws Exception {
    ProfileId other = fixture.profile(acme, "other");
    fixture.version(acme, other, "m", "p");
    fixture.version(acme, other, "mm");
    versions.delete(acme, other, 1);
    catalog().blobs().condemnUnused(NOW);
    assertThat(replace(version, "m1b", "p")).isTrue();
    assertThat(fixture.row(fixture.pack("p")).orElseThrow().condemnedAt()).isEmpty();
  }

  @Test
  void ofThreadsThatReplaceOneManifestExactlyOneDoes() throws Exception {
    List<Boolean> done = Race.of(8, number -> replace(version, "by-" + number, "p" + number));
    assertThat(done).containsOnlyOnce(true);
    int winner = done.indexOf(true);
    assertThat(versions.find(profile, 1).orElseThrow().manifest())
        .isEqualTo(fixture.manifest("by-" + winner));
  }

  @Test
  void theNewManifestMustBeAmongTheBlobs() {
    assertThatThrownBy(() -> versions.replaceManifest(version, "manifests/x", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private boolean replace(Version expected, String manifest, String... packs) {
    var draft = fixture.draft(profile, manifest, packs);
    List<NewBlob> added = draft.added();
    return versions.replaceManifest(expected, draft.manifest(), draft.blobs(), added);
  }
}
