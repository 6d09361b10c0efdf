package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.model.BrowserSession;
import dev.valise.model.ProfileId;
import dev.valise.model.SessionId;
import dev.valise.model.SessionState;
import dev.valise.model.WriterLease;
import dev.valise.testing.Race;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class WriterLeasesContract extends OneProfileContract {
  private WriterLeases leases;

  @BeforeEach
  void leases() {
    leases = catalog().leases();
  }

  private BrowserSession writer() throws Exception {
    BrowserSession session =
        fixture
            .bareSession(acme)
            .withLoad(new BrowserSession.Load(profile, Optional.empty(), true));
    catalog().sessions().insert(session);
    return session;
  }

  private void end(BrowserSession session) throws Exception {
    catalog()
        .sessions()
        .update(
            session.ended(
                SessionState.CLOSED,
                new BrowserSession.Ending(NOW, "", Optional.empty(), Optional.empty())));
  }

  @Test
  void oneSessionHasItUntilThatHasEnded() throws Exception {
    BrowserSession one = writer();
    BrowserSession two = writer();
    WriterLease lease = leases.acquire(profile, one.id(), NOW).orElseThrow();
    assertThat(lease).isEqualTo(new WriterLease(profile, one.id(), 1, NOW));
    assertThat(leases.acquire(profile, two.id(), NOW.plusSeconds(1))).contains(lease);
    assertThat(leases.heldBy(one.id())).contains(lease);
    assertThat(leases.heldBy(two.id())).isEmpty();
    catalog().sessions().update(one.withState(SessionState.SAVING));
    assertThat(leases.heldBy(one.id())).contains(lease);
    end(one);
    assertThat(leases.heldBy(one.id())).isEmpty();
    assertThat(leases.acquire(profile, two.id(), NOW.plusSeconds(2)))
        .contains(new WriterLease(profile, two.id(), 2, NOW.plusSeconds(2)));
  }

  @Test
  void whatOneHasAlreadyIsAsItWas() throws Exception {
    BrowserSession session = writer();
    Optional<WriterLease> lease = leases.acquire(profile, session.id(), NOW);
    assertThat(leases.acquire(profile, session.id(), NOW.plusSeconds(9))).isEqualTo(lease);
  }

  @Test
  void ofManyAtATimeOneGetsIt() throws Exception {
    List<SessionId> sessions =
        List.of(writer().id(), writer().id(), writer().id(), writer().id(), writer().id());
    List<Optional<WriterLease>> got =
        Race.of(sessions.size(), number -> leases.acquire(profile, sessions.get(number), NOW));
    assertThat(got).doesNotContain(Optional.empty());
    assertThat(got.stream().distinct()).hasSize(1);
  }

  @Test
  void onlyWhoHasItAddsVersions() throws Exception {
    VersionRecords versions = catalog().versions();
    BrowserSession one = writer();
    BrowserSession two = writer();
    WriterLease first = leases.acquire(profile, one.id(), NOW).orElseThrow();
    assertThat(versions.append(acme, fixture.draft(profile, "m1"), first))
        .isInstanceOf(Appended.Added.class);
    WriterLease second = leases.takeOver(profile, two.id(), NOW).orElseThrow();
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(versions.append(acme, fixture.draft(profile, "m2"), first))
        .isEqualTo(new Appended.LeaseLost());
    assertThat(versions.find(profile, 2)).isEmpty();
    assertThat(versions.append(acme, fixture.draft(profile, "m3"), second))
        .isInstanceOf(Appended.Added.class);
    // Nor does it help to have it again: what was loaded then is older than what was saved since.
    WriterLease third = leases.takeOver(profile, one.id(), NOW).orElseThrow();
    assertThat(versions.append(acme, fixture.draft(profile, "m4"), first))
        .isEqualTo(new Appended.LeaseLost());
    assertThat(versions.append(acme, fixture.draft(profile, "m5"), third))
        .isInstanceOf(Appended.Added.class);
    end(one);
    assertThat(versions.append(acme, fixture.draft(profile, "m6"), third))
        .isEqualTo(new Appended.LeaseLost());
  }

  @Test
  void aDeletedProfileHasNone() throws Exception {
    BrowserSession session = writer();
    WriterLease lease = leases.acquire(profile, session.id(), NOW).orElseThrow();
    assertThat(catalog().profiles().delete(acme, profile)).isPresent();
    assertThat(leases.heldBy(session.id())).isEmpty();
    assertThat(leases.acquire(profile, session.id(), NOW)).isEmpty();
    assertThat(leases.takeOver(profile, session.id(), NOW)).isEmpty();
    assertThat(catalog().versions().append(acme, fixture.draft(profile, "m1"), lease))
        .isEqualTo(new Appended.ProfileGone());
  }

  @Test
  void whatNeverRanGivesItBack() throws Exception {
    BrowserSession removed = writer();
    leases.acquire(profile, removed.id(), NOW);
    catalog().sessions().remove(removed.id());
    assertThat(leases.heldBy(removed.id())).isEmpty();

    SessionId neverThere = fixture.ids.session();
    leases.acquire(profile, neverThere, NOW);
    leases.release(neverThere);
    assertThat(leases.heldBy(neverThere)).isEmpty();
  }

  @Test
  void whatADeadServerLeftToNobodyIsGivenBack() throws Exception {
    SessionId neverThere = fixture.ids.session();
    leases.acquire(profile, neverThere, NOW);
    ProfileId other = fixture.profile(acme, "other");
    BrowserSession running = writer();
    leases.acquire(other, running.id(), NOW);
    leases.releaseOrphans();
    assertThat(leases.heldBy(neverThere)).isEmpty();
    assertThat(leases.heldBy(running.id())).isPresent();
  }
}
