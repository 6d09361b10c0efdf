package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.FIGURES;
import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.testing.Race;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class VersionRecordsContract extends OneProfileContract {
  @Test
  void aVersionIsKeptAsItWasDrafted() {
    var session = fixture.ids.session();
    List<String> blobs =
        List.of(fixture.pack("z"), fixture.manifest("m"), fixture.pack("a"), fixture.pack("z"));
    var draft =
        new VersionRecords.Draft(
            profile,
            NOW.plusSeconds(5),
            new VersionSource.Saved(session),
            "156.0.8078.79",
            fixture.manifest("m"),
            blobs,
            List.of(
                new NewBlob(fixture.pack("z"), 3_000_000_000L),
                new NewBlob(fixture.manifest("m"), 0),
                new NewBlob(fixture.pack("a"), 7)),
            FIGURES,
            List.of("one \"warning\"", "töö\n"));
    Version version = CatalogFixture.added(versions.append(acme, draft));

    assertThat(version)
        .isEqualTo(
            new Version(
                profile,
                1,
                draft.createdAt(),
                new VersionSource.Saved(session),
                "156.0.8078.79",
                fixture.manifest("m"),
                FIGURES,
                List.of("one \"warning\"", "töö\n"),
                Optional.empty()));
    assertThat(versions.find(profile, 1)).contains(version);
    assertThat(head()).isEqualTo(version);
    assertThat(versions.blobs(profile, 1))
        .containsExactly(fixture.manifest("m"), fixture.pack("a"), fixture.pack("z"));
    assertThat(fixture.row(fixture.pack("z")))
        .contains(
            new BlobRecords.Blob(fixture.pack("z"), acme, 3_000_000_000L, Optional.empty(), false));
  }

  @Test
  void everySourceIsKept() {
    fixture.version(acme, profile, "m1", "p1");
    for (VersionSource source :
        List.of(
            new VersionSource.Saved(fixture.ids.session()),
            new VersionSource.RolledBack(1),
            new VersionSource.Forked(fixture.ids.profile(), 12),
            new VersionSource.Repaired(1))) {
      var draft = CatalogFixture.from(source, fixture.draft(profile, "m1", "p1"));
      Version version = CatalogFixture.added(versions.append(acme, draft));
      assertThat(version.source()).isEqualTo(source);
      assertThat(versions.find(profile, version.number())).contains(version);
    }
  }

  @Test
  void aDraftMustNameItsManifestAndItsNewBlobsAmongItsBlobs() {
    assertThatThrownBy(() -> incomplete(List.of("packs/p"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("manifests/m");
    assertThatThrownBy(() -> incomplete(List.of("manifests/m"), List.of(new NewBlob("packs/p", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("packs/p");
  }

  private void incomplete(List<String> blobs, List<NewBlob> added) {
    var source = new VersionSource.RolledBack(1);
    new VersionRecords.Draft(
        profile, NOW, source, "156", "manifests/m", blobs, added, FIGURES, List.of());
  }

  @Test
  void everyVersionIsTheNextHeadAndTheOldOnesStay() {
    for (int number = 1; number <= 3; number++) {
      Version version = fixture.version(acme, profile, "manifest-" + number, "pack-" + number);
      assertThat(version.number()).isEqualTo(number);
      assertThat(head()).isEqualTo(version);
    }
    assertThat(versions.find(profile, 1).orElseThrow().manifest())
        .isEqualTo(fixture.manifest("manifest-1"));
    assertThat(versions.blobs(profile, 2))
        .containsExactly(fixture.manifest("manifest-2"), fixture.pack("pack-2"));
    assertThat(versions.find(profile, 0)).isEmpty();
    assertThat(versions.find(profile, 4)).isEmpty();
    assertThat(versions.blobs(profile, 4)).isEmpty();
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
  void aVersionOfManyBlobsIsKeptWhole() {
    String[] packs = IntStream.range(0, 2500).mapToObj("p%04d"::formatted).toArray(String[]::new);
    fixture.version(acme, profile, "m1", packs);
    fixture.version(acme, profile, "m2", packs);
    assertThat(versions.blobs(profile, 2)).hasSize(2501).isSorted();
  }

  @Test
  void aProfileThatIsGoneGetsNoVersionAndNoBlobs() {
    catalog().profiles().delete(acme, profile);
    for (ProfileId gone : List.of(profile, fixture.ids.profile())) {
      assertThat(versions.append(acme, fixture.draft(gone, "manifest", "pack")))
          .isEqualTo(new VersionRecords.Appended.ProfileGone());
    }
    assertThat(versions.find(profile, 1)).isEmpty();
    assertThat(catalog().blobs().known(List.of(fixture.manifest("manifest"), fixture.pack("pack"))))
        .isEmpty();
  }

  private Version head() {
    return find(profile).head().orElseThrow();
  }

  private Profile find(ProfileId id) {
    return catalog().profiles().find(acme, id).orElseThrow();
  }
}
