package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.VersionRecords.Deleted;
import dev.valise.model.BrowserSession;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.SessionState;
import dev.valise.model.Version;
import dev.valise.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class VersionHistoryContract extends OneProfileContract {
  @Test
  void theNewestVersionsAreListedFirst() throws Exception {
    List<Version> made = new ArrayList<>();
    for (int number = 1; number <= 12; number++) {
      made.addFirst(fixture.version(acme, profile, "m" + number, "p"));
    }
    fixture.version(acme, fixture.profile(acme, "play"), "m", "p");

    Page<Version> first = versions.list(profile, new Page.Window(5, 0));
    assertThat(first.items()).isEqualTo(made.subList(0, 5));
    assertThat(first.more()).isTrue();
    Page<Version> last = versions.list(profile, new Page.Window(5, 10));
    assertThat(last.items()).isEqualTo(made.subList(10, 12));
    assertThat(last.more()).isFalse();
    assertThat(versions.list(fixture.ids.profile(), new Page.Window(5, 0)).items()).isEmpty();
  }

  @Test
  void aVersionThatASessionHasLoadedStaysUntilItEnds() throws Exception {
    for (int number = 1; number <= 4; number++) {
      fixture.version(acme, profile, "m" + number, "p");
    }
    BrowserSession session =
        fixture.bareSession(acme).withLoad(new BrowserSession.Load(profile, Optional.of(2), false));
    catalog().sessions().insert(session);

    assertThat(versions.deleteUnused(acme, profile, 2)).as("loaded").isFalse();
    assertThat(versions.find(profile, 2)).isPresent();
    assertThat(versions.deleteUnused(acme, profile, 4)).as("the head").isFalse();
    assertThat(versions.deleteUnused(fixture.organisation("other"), profile, 1)).isFalse();
    assertThat(versions.deleteUnused(acme, profile, 1)).isTrue();
    assertThat(versions.deleteUnused(acme, profile, 1)).as("gone").isFalse();

    catalog()
        .sessions()
        .update(
            session.ended(
                SessionState.CLOSED,
                new BrowserSession.Ending(NOW, "closed", Optional.empty(), Optional.empty())));
    assertThat(versions.deleteUnused(acme, profile, 2)).isTrue();
    assertThat(versions.find(profile, 2)).isEmpty();
  }

  @Test
  void theUsersOfABlobAreAllVersionsThatNeedIt() throws Exception {
    Version one = fixture.version(acme, profile, "m1", "shared");
    Version two = fixture.version(acme, profile, "m2", "shared", "own");
    fixture.version(acme, profile, "m3", "other");
    ProfileId fork = fixture.profile(acme, "fork");
    Version copy = fixture.version(acme, fork, "m2", "shared", "own");

    assertThat(versions.users(fixture.pack("shared"))).containsExactlyInAnyOrder(one, two, copy);
    assertThat(versions.users(fixture.manifest("m2"))).containsExactlyInAnyOrder(two, copy);
    assertThat(versions.users(fixture.manifest("m1"))).containsExactly(one);
    assertThat(versions.users(fixture.pack("unknown"))).isEmpty();
  }

  @Test
  void aDeletedVersionIsGoneAndItsBlobsWaitForTheirCondemnation() {
    fixture.version(acme, profile, "m1", "p1", "shared");
    Version head = fixture.version(acme, profile, "m2", "p2", "shared");
    assertThat(versions.delete(acme, profile, 1)).isEqualTo(Deleted.DELETED);

    assertThat(versions.find(profile, 1)).isEmpty();
    assertThat(versions.blobs(profile, 1)).isEmpty();
    assertThat(versions.users(fixture.pack("shared"))).containsExactly(head);
    assertThat(versions.list(profile, new Page.Window(5, 0)).items()).containsExactly(head);
    assertThat(fixture.row(fixture.pack("p1")).orElseThrow().deleting()).isFalse();
    assertThat(versions.delete(acme, profile, 1)).isEqualTo(Deleted.NO_SUCH_VERSION);
    assertThat(catalog().profiles().find(acme, profile).orElseThrow().head()).contains(head);
  }

  @Test
  void theHeadIsNotDeletedAndNoNumberIsUsedTwice() {
    fixture.version(acme, profile, "m1");
    assertThat(versions.delete(acme, profile, 1)).isEqualTo(Deleted.IS_HEAD);
    fixture.version(acme, profile, "m2");
    assertThat(versions.delete(acme, profile, 2)).isEqualTo(Deleted.IS_HEAD);
    assertThat(versions.delete(acme, profile, 1)).isEqualTo(Deleted.DELETED);
    assertThat(versions.delete(acme, profile, 2)).isEqualTo(Deleted.IS_HEAD);
    assertThat(fixture.version(acme, profile, "m3").number()).isEqualTo(3);
  }

  @Test
  void whatIsNotThereIsNotDeleted() {
    fixture.version(acme, profile, "m1");
    assertThat(versions.delete(acme, profile, 0)).isEqualTo(Deleted.NO_SUCH_VERSION);
    assertThat(versions.delete(acme, profile, 2)).isEqualTo(Deleted.NO_SUCH_VERSION);
    assertThat(versions.delete(acme, fixture.ids.profile(), 1)).isEqualTo(Deleted.NO_SUCH_VERSION);
  }

  @Test
  void deletingDoesNotCountAsAChangeOfTheProfile() {
    fixture.version(acme, profile, "m1");
    Version head = fixture.version(acme, profile, "m2");
    versions.delete(acme, profile, 1);
    assertThat(catalog().profiles().find(acme, profile).orElseThrow().updatedAt())
        .isEqualTo(head.createdAt());
  }

  @Test
  void ofThreadsThatDeleteAndAppendTheHeadIsAlwaysThere() throws Exception {
    fixture.version(acme, profile, "m", "p");
    List<Deleted> ends =
        Race.of(
            8,
            number -> {
              Version version = fixture.version(acme, profile, "m", "p");
              return versions.delete(acme, profile, version.number());
            });
    assertThat(ends).contains(Deleted.IS_HEAD);
    assertThat(catalog().profiles().find(acme, profile).orElseThrow().head())
        .isEqualTo(versions.find(profile, 9))
        .isPresent();
  }

  @Test
  void aVersionWhoseBlobsAreGoneIsNotAppended() throws Exception {
    fixture.version(acme, profile, "m1", "p1", "shared");
    fixture.version(acme, profile, "m2", "shared");
    var draft = fixture.draft(profile, "m1", "p1", "shared");
    versions.delete(acme, profile, 1);
    catalog().blobs().condemnUnused(NOW);
    catalog().blobs().takeForDeletion(NOW, "", Integer.MAX_VALUE);

    var gone =
        new VersionRecords.Appended.BlobsGone(List.of(fixture.manifest("m1"), fixture.pack("p1")));
    assertThat(versions.append(acme, draft)).as("while they are being deleted").isEqualTo(gone);
    catalog().blobs().forget(gone.blobs());
    assertThat(versions.append(acme, draft)).as("when they are forgotten").isEqualTo(gone);
    assertThat(versions.find(profile, 3)).isEmpty();
    assertThat(catalog().profiles().find(acme, profile).orElseThrow().head().orElseThrow().number())
        .isEqualTo(2);
  }

  @Test
  void theBlobsOfAnotherOrganisationAreAsGoodAsGone() throws Exception {
    OrganisationId other = fixture.organisation("other");
    fixture.version(other, fixture.profile(other, "theirs"), "m1", "p1");
    assertThat(versions.append(acme, fixture.draft(profile, "m1", "p1", "new")))
        .isEqualTo(
            new VersionRecords.Appended.BlobsGone(
                List.of(fixture.manifest("m1"), fixture.pack("p1"))));
    assertThat(catalog().blobs().known(List.of(fixture.pack("new")))).isEmpty();
  }
}
