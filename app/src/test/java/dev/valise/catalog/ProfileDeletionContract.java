package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.ProfileId;
import dev.valise.model.SessionState;
import dev.valise.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ProfileDeletionContract extends OneProfileContract {
  private static final Instant SAVED = NOW.plusSeconds(5);

  private ProfileRecords profiles;

  @BeforeEach
  void records() {
    profiles = catalog().profiles();
  }

  @Test
  void itsVersionsGoAndItsBlobsAreToldAndMarked() {
    fixture.version(acme, profile, "m1", "p1");
    fixture.version(acme, profile, "m2", "p1", "p2");

    List<String> told = profiles.delete(acme, profile).orElseThrow();
    assertThat(told)
        .containsExactly(
            fixture.manifest("m1"), fixture.manifest("m2"), fixture.pack("p1"), fixture.pack("p2"));
    assertThat(told).allMatch(key -> fixture.row(key).orElseThrow().deleting());
    assertThat(versions.find(profile, 1)).isEmpty();
    assertThat(versions.blobs(profile, 1)).isEmpty();
    assertThat(profiles.find(acme, profile)).isEmpty();
    assertThat(profiles.delete(acme, profile)).isEmpty();
  }

  @Test
  void blobsThatAnotherProfileNeedsStayUnmarked() throws Exception {
    ProfileId fork = fixture.profile(acme, "fork");
    fixture.version(acme, profile, "m1", "shared", "mine");
    Version shared = fixture.version(acme, profile, "m-shared", "shared");
    fixture.version(acme, fork, "m-shared", "shared");
    fixture.version(acme, fork, "m-fork", "p-fork");

    assertThat(profiles.delete(acme, profile).orElseThrow())
        .containsExactly(fixture.manifest("m1"), fixture.pack("mine"));
    assertThat(fixture.row(fixture.pack("shared")).orElseThrow().deleting()).isFalse();
    assertThat(versions.find(fork, 1).orElseThrow().manifest()).isEqualTo(shared.manifest());
    assertThat(profiles.delete(acme, fork).orElseThrow())
        .containsExactly(
            fixture.manifest("m-fork"),
            fixture.manifest("m-shared"),
            fixture.pack("p-fork"),
            fixture.pack("shared"));
  }

  @Test
  void aProfileWithoutVersionsLeavesNoBlobs() {
    assertThat(profiles.delete(acme, profile).orElseThrow()).isEmpty();
  }

  @Test
  void whatOnlyADeletedVersionNeededIsLeftToGarbageCollection() {
    fixture.version(acme, profile, "m1", "p1");
    fixture.version(acme, profile, "m2");
    versions.delete(acme, profile, 1);
    assertThat(profiles.delete(acme, profile).orElseThrow())
        .containsExactly(fixture.manifest("m2"));
    assertThat(fixture.row(fixture.pack("p1")).orElseThrow().deleting()).isFalse();
  }

  @Test
  void anUnusedProfileIsDeletedLikeAnyOther() {
    fixture.version(acme, profile, "m1", "p1");
    assertThat(profiles.deleteUnused(acme, profile, SAVED).orElseThrow())
        .containsExactly(fixture.manifest("m1"), fixture.pack("p1"));
    assertThat(profiles.find(acme, profile)).isEmpty();
    assertThat(profiles.deleteUnused(acme, profile, SAVED)).isEmpty();
  }

  @Test
  void aProfileThatWasMadeOrSavedLaterStays() {
    assertStays(NOW.minusMillis(1));
    fixture.version(acme, profile, "m1", "p1");
    assertStays(SAVED.minusMillis(1));
    assertThat(fixture.row(fixture.pack("p1")).orElseThrow().deleting()).isFalse();
  }

  @Test
  void aProfileThatWasLoadedLaterStays() throws Exception {
    catalog().sessions().insert(ended(session(NOW.plusSeconds(60))));
    assertStays(NOW.plusSeconds(60).minusMillis(1));
    assertThat(profiles.deleteUnused(acme, profile, NOW.plusSeconds(60))).isPresent();
  }

  @Test
  void aProfileThatWasLoadedLongAgoAndSavedLaterStays() throws Exception {
    catalog().sessions().insert(ended(session(NOW)));
    fixture.version(acme, profile, "m1", "p1");
    assertStays(SAVED.minusMillis(1));
    assertThat(profiles.find(acme, profile).orElseThrow().lastActiveAt()).isEqualTo(SAVED);
    catalog().sessions().insert(ended(session(SAVED.plusSeconds(1))));
    assertThat(profiles.find(acme, profile).orElseThrow().lastActiveAt())
        .isEqualTo(SAVED.plusSeconds(1));
  }

  @Test
  void aProfileInABrowserThatRunsStaysHoweverLongAgoItStarted() throws Exception {
    BrowserSession session = session(NOW);
    catalog().sessions().insert(session);
    assertStays(NOW.plusSeconds(9999));
    catalog().sessions().update(ended(session));
    assertThat(profiles.deleteUnused(acme, profile, NOW.plusSeconds(9999))).isPresent();
  }

  private void assertStays(Instant unusedSince) {
    assertThat(profiles.deleteUnused(acme, profile, unusedSince)).isEmpty();
    assertThat(profiles.find(acme, profile)).isPresent();
  }

  private BrowserSession session(Instant at) {
    BrowserSession bare = fixture.bareSession(acme);
    return new BrowserSession(
        bare.id(),
        acme,
        Optional.empty(),
        bare.tags(),
        Optional.of(new BrowserSession.Load(profile, Optional.empty(), true)),
        bare.settings(),
        bare.timeout(),
        bare.state(),
        at,
        Optional.empty(),
        Optional.empty());
  }

  private static BrowserSession ended(BrowserSession session) {
    return session.ended(
        SessionState.CLOSED,
        new BrowserSession.Ending(
            session.createdAt(), "on request", Optional.empty(), Optional.empty()));
  }
}
