package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static dev.valise.catalog.CatalogFixture.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionFilter.Status;
import dev.valise.model.SessionId;
import dev.valise.model.SessionState;
import dev.valise.testing.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class SessionRecordsContract {
  private CatalogFixture fixture;
  private SessionRecords sessions;
  private OrganisationId acme;
  private OrganisationId other;

  abstract Catalog catalog();

  @BeforeEach
  void organisations() {
    fixture = new CatalogFixture(catalog());
    sessions = catalog().sessions();
    acme = fixture.organisation("acme");
    other = fixture.organisation("other");
  }

  @Test
  void aSessionIsKeptAsItIs() throws Exception {
    for (BrowserSession session :
        List.of(
            fixture.bareSession(acme),
            fixture.fullSession(acme),
            fixture
                .bareSession(acme)
                .withLoad(new BrowserSession.Load(fixture.ids.profile(), Optional.empty(), false)),
            fixture
                .bareSession(acme)
                .ended(
                    SessionState.CLOSED,
                    new BrowserSession.Ending(NOW, "", Optional.empty(), Optional.empty())))) {
      sessions.insert(session);
      assertThat(sessions.find(acme, session.id())).contains(session);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionIsKeptInEveryState(SessionState state) throws Exception {
    BrowserSession session = fixture.bareSession(acme).withState(state);
    sessions.insert(session);
    assertThat(sessions.find(acme, session.id())).contains(session);
    assertThat(sessions.unfinished().contains(session)).isEqualTo(!state.ended());
  }

  @Test
  void updatingReplacesAllThatCanChange() throws Exception {
    BrowserSession session = fixture.bareSession(acme).withTags(Map.of("a", "1", "b", "2"));
    sessions.insert(session);

    BrowserSession running =
        session
            .withName(Optional.of("late-name"))
            .withTags(Map.of("b", "3", "c", "4"))
            .withLoad(new BrowserSession.Load(fixture.ids.profile(), Optional.of(1), true))
            .runningAs(
                "4711@99", new BrowserSettings(false, true, Optional.empty(), Optional.of("x")));
    sessions.update(running);
    assertThat(sessions.find(acme, session.id())).contains(running);

    BrowserSession closed =
        running
            .withTags(Map.of())
            .ended(
                SessionState.CLOSED,
                new BrowserSession.Ending(
                    NOW.plusSeconds(60),
                    "deleted",
                    Optional.of(
                        new SaveOutcome(
                            SaveOutcome.Status.LEASE_LOST,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Duration.ZERO)),
                    Optional.of(CatalogFixture.NETWORK)));
    sessions.update(closed);
    assertThat(sessions.find(acme, session.id())).contains(closed);
  }

  @Test
  void updatingASessionThatIsNotThereDoesNothing() throws Exception {
    BrowserSession session = fixture.fullSession(acme);
    sessions.update(session);
    assertThat(sessions.find(acme, session.id())).isEmpty();
  }

  @Test
  void aNameIsTakenUntilTheSessionEnds() throws Exception {
    SessionId first = fixture.named(acme, "run");
    fixture.named(other, "run");
    assertThatThrownBy(() -> fixture.named(acme, "run"))
        .isInstanceOfSatisfying(
            NameTakenException.class, taken -> assertThat(taken.name()).isEqualTo("run"));
    assertThat(sessions.findByName(acme, "run").orElseThrow().id()).isEqualTo(first);

    end(first);
    assertThat(sessions.findByName(acme, "run")).isEmpty();
    SessionId second = fixture.named(acme, "run");
    assertThat(sessions.findByName(acme, "run").orElseThrow().id()).isEqualTo(second);
    end(second);
    assertThat(sessions.find(acme, first).orElseThrow().name()).contains("run");
    assertThat(sessions.find(acme, second).orElseThrow().name()).contains("run");
  }

  @Test
  void anUpdateTakesNoNameFromAnother() throws Exception {
    SessionId holder = fixture.named(acme, "run");
    SessionId wanting = fixture.named(acme, "walk");
    BrowserSession renamed =
        sessions.find(acme, wanting).orElseThrow().withName(Optional.of("run"));

    assertThatThrownBy(() -> sessions.update(renamed)).isInstanceOf(NameTakenException.class);
    assertThat(sessions.findByName(acme, "run").orElseThrow().id()).isEqualTo(holder);
    assertThat(sessions.findByName(acme, "walk").orElseThrow().id()).isEqualTo(wanting);
  }

  @Test
  void ofThreadsThatWantOneNameExactlyOneGetsItAndTheOthersLeaveNothing() throws Exception {
    List<Boolean> got =
        Race.of(
            8,
            number -> {
              try {
                fixture.named(acme, "run");
                return true;
              } catch (NameTakenException e) {
                return false;
              }
            });
    assertThat(got).containsOnlyOnce(true);
    assertThat(sessions.list(acme, filter(Status.ALL), new Page.Window(10, 0)).items()).hasSize(1);
  }

  @Test
  void aRemovedSessionLeavesNoTagsBehind() throws Exception {
    BrowserSession session = fixture.bareSession(acme).withTags(Map.of("a", "1"));
    sessions.insert(session);
    sessions.remove(session.id());
    assertThat(sessions.find(acme, session.id())).isEmpty();

    sessions.insert(session.withTags(Map.of()));
    assertThat(sessions.find(acme, session.id()).orElseThrow().tags()).isEmpty();
    sessions.remove(fixture.ids.session());
  }

  @Test
  void anotherOrganisationSeesNothing() throws Exception {
    SessionId id = fixture.named(acme, "run");
    assertThat(sessions.find(other, id)).isEmpty();
    assertThat(sessions.findByName(other, "run")).isEmpty();
    assertThat(sessions.list(other, filter(Status.ALL), new Page.Window(10, 0)).items()).isEmpty();
  }

  @Test
  void theUnfinishedOnesOfAllOrganisationsAreFound() throws Exception {
    SessionId ended = fixture.named(acme, "ended");
    end(ended);
    SessionId one = fixture.named(acme, "one");
    SessionId two = fixture.named(other, "two");
    assertThat(sessions.unfinished())
        .extracting(BrowserSession::id)
        .contains(one, two)
        .doesNotContain(ended);
  }

  private void end(SessionId id) throws NameTakenException {
    sessions.update(
        sessions
            .find(acme, id)
            .orElseThrow()
            .ended(
                SessionState.CLOSED,
                new BrowserSession.Ending(NOW, "done", Optional.empty(), Optional.empty())));
  }
}
