package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.FIGURES;
import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.catalog.VersionRecords.Deleted;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.RequiredCookie;
import dev.valise.model.Version;
import dev.valise.model.WriterLease;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Versions that are kept and do not become the head. */
abstract class WithheldVersionsContract extends OneProfileContract {
  @Test
  void theHeadStaysAndTheVersionIsThere() {
    Version head = fixture.version(acme, profile, "m1", "p1");
    Appended appended = versions.append(acme, withheld("m2", "p1", "p2"));
    Version kept = CatalogFixture.added(appended);

    assertThat(appended).isEqualTo(new Appended.Added(kept, Optional.of(1)));
    assertThat(kept.number()).isEqualTo(2);
    assertThat(kept.withheld()).contains("logged \"out\"");
    assertThat(versions.find(profile, 2)).contains(kept);
    assertThat(found().head()).contains(head);
    assertThat(found().updatedAt()).isEqualTo(kept.createdAt());
    assertThat(versions.newestNotWithheld(profile)).contains(head);
    assertThat(versions.blobs(profile, 1))
        .containsExactly(fixture.manifest("m1"), fixture.pack("p1"));
    assertThat(versions.blobs(profile, 2))
        .containsExactly(fixture.manifest("m2"), fixture.pack("p1"), fixture.pack("p2"));
  }

  @Test
  void whatComesBehindOneIsTheHeadAndNeedsItsOwnBlobsOnly() {
    fixture.version(acme, profile, "m1", "p1", "shared");
    versions.append(acme, withheld("m2", "p2", "shared"));
    Appended appended = versions.append(acme, fixture.draft(profile, "m3", "p1", "shared"));

    assertThat(appended)
        .isEqualTo(new Appended.Added(CatalogFixture.added(appended), Optional.of(1)));
    assertThat(found().head().orElseThrow().number()).isEqualTo(3);
    assertThat(versions.blobs(profile, 2))
        .containsExactly(fixture.manifest("m2"), fixture.pack("p2"), fixture.pack("shared"));
    assertThat(versions.blobs(profile, 3))
        .containsExactly(fixture.manifest("m3"), fixture.pack("p1"), fixture.pack("shared"));
  }

  @Test
  void aProfileMayHaveNothingElse() {
    versions.append(acme, withheld("m1", "p1"));

    assertThat(found().head()).isEmpty();
    assertThat(versions.newestNotWithheld(profile)).isEmpty();
    assertThat(versions.find(profile, 1)).isPresent();
  }

  @Test
  void theNumberOfOneThatWasDeletedIsNotUsedAgain() {
    fixture.version(acme, profile, "m1", "p1");
    versions.append(acme, withheld("m2", "p2"));
    assertThat(versions.delete(acme, profile, 2)).isEqualTo(Deleted.DELETED);
    Version next = fixture.version(acme, profile, "m3", "p1", "p3");

    assertThat(next.number()).isEqualTo(3);
    assertThat(versions.blobs(profile, 1))
        .containsExactly(fixture.manifest("m1"), fixture.pack("p1"));
    assertThat(versions.blobs(profile, 3))
        .containsExactly(fixture.manifest("m3"), fixture.pack("p1"), fixture.pack("p3"));
  }

  @Test
  void theHeadBeforeOneIsNotDeleted() {
    fixture.version(acme, profile, "m1", "p1");
    versions.append(acme, withheld("m2", "p1"));

    assertThat(versions.delete(acme, profile, 1)).isEqualTo(Deleted.IS_HEAD);
    assertThat(versions.deleteUnused(acme, profile, 1)).isFalse();
    assertThat(found().head()).isPresent();
  }

  @Test
  void aLostLeaseAddsNoneEither() {
    var lease = new WriterLease(profile, fixture.ids.session(), 7, NOW);

    assertThat(versions.append(acme, withheld("m1", "p1"), lease))
        .isEqualTo(new Appended.LeaseLost());
    assertThat(versions.find(profile, 1)).isEmpty();
  }

  @Test
  void whatAProfileRequiresIsKeptAndRemoved() {
    List<RequiredCookie> required =
        List.of(
            new RequiredCookie("example.com", Optional.of("säid")),
            new RequiredCookie("localhost", Optional.empty()));
    ProfileRecords profiles = catalog().profiles();
    assertThat(found().required()).isEmpty();
    assertThat(profiles.setRequired(acme, profile, required, NOW.plusSeconds(9))).isTrue();

    assertThat(found().required()).isEqualTo(required);
    assertThat(found().updatedAt()).isEqualTo(NOW.plusSeconds(9));
    OrganisationId stranger = fixture.organisation("other");
    assertThat(profiles.setRequired(stranger, profile, List.of(), NOW)).isFalse();
    assertThat(found().required()).isEqualTo(required);
    assertThat(profiles.setRequired(acme, profile, List.of(), NOW)).isTrue();
    assertThat(found().required()).isEmpty();
  }

  private VersionRecords.Draft withheld(String manifest, String... packs) {
    VersionRecords.Draft draft = fixture.draft(profile, manifest, packs);
    return new VersionRecords.Draft(
        draft.profile(),
        draft.createdAt(),
        draft.source(),
        draft.browserVersion(),
        draft.manifest(),
        draft.blobs(),
        draft.added(),
        FIGURES,
        List.of(),
        Optional.of("logged \"out\""));
  }

  private Profile found() {
    return catalog().profiles().find(acme, profile).orElseThrow();
  }
}
