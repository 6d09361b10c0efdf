package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static dev.valise.catalog.CatalogFixture.filter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.ProfileId;
import dev.valise.model.SessionFilter;
import dev.valise.model.SessionFilter.Status;
import dev.valise.model.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class SessionListingContract {
  private static final Page.Window TEN = new Page.Window(10, 0);

  private CatalogFixture fixture;
  private SessionRecords sessions;
  private OrganisationId acme;

  abstract Catalog catalog();

  @BeforeEach
  void organisation() {
    fixture = new CatalogFixture(catalog());
    sessions = catalog().sessions();
    acme = fixture.organisation("acme");
  }

  @Test
  void theStatusTellsWhichOnes() throws Exception {
    insert("running", SessionState.RUNNING);
    insert("saving", SessionState.SAVING);
    insert("closed", SessionState.CLOSED);
    insert("failed", SessionState.FAILED);
    assertThat(names(filter(Status.ACTIVE))).containsExactlyInAnyOrder("running", "saving");
    assertThat(names(filter(Status.DELETED))).containsExactlyInAnyOrder("closed", "failed");
    assertThat(names(filter(Status.ALL))).hasSize(4);
  }

  @Test
  void pagesTogetherShowEverySessionOnceNewestFirst() throws Exception {
    List<BrowserSession> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      BrowserSession session = createdAt(i);
      sessions.insert(session);
      expected.addFirst(session);
    }
    List<BrowserSession> shown = new ArrayList<>();
    for (int offset = 0; offset < 6; offset += 2) {
      var page = sessions.list(acme, filter(Status.ALL), new Page.Window(2, offset));
      assertThat(page.more()).isEqualTo(offset + 2 < 5);
      shown.addAll(page.items());
    }
    assertThat(shown).isEqualTo(expected);
  }

  @Test
  void tagsAreAnded() throws Exception {
    tagged("both", Map.of("team", "shop", "env", "test"));
    tagged("one", Map.of("team", "shop", "env", "live"));
    tagged("swapped", Map.of("shop", "team", "test", "env"));
    tagged("none", Map.of());

    assertThat(byTags(Map.of("team", "shop"))).containsExactlyInAnyOrder("both", "one");
    assertThat(byTags(Map.of("team", "shop", "env", "test"))).containsExactly("both");
    assertThat(byTags(Map.of("team", "shop", "missing", "x"))).isEmpty();
    assertThat(byTags(Map.of("team", "SHOP"))).isEmpty();
    assertThat(byTags(Map.of("team", "sho%"))).isEmpty();
    assertThat(byTags(Map.of("') OR 1=1 --", "x"))).isEmpty();
    assertThat(byTags(Map.of())).hasSize(4);
  }

  @Test
  void theQueryLooksAtNamesAndIdsOfSessionAndProfile() throws Exception {
    ProfileId profile = fixture.profile(acme, "Bank-Login");
    BrowserSession loaded =
        fixture
            .bareSession(acme)
            .withName(Optional.of("Nightly_Run"))
            .withLoad(new BrowserSession.Load(profile, Optional.empty(), false));
    sessions.insert(loaded);
    fixture.named(acme, "other");

    for (String part :
        List.of(
            "nightly",
            "_RUN",
            loaded.id().value().substring(2, 20),
            loaded.id().value().toUpperCase(Locale.ROOT),
            "bank-l",
            profile.value().substring(5))) {
      assertThat(byQuery(part)).as(part).containsExactly("Nightly_Run");
    }
    for (String part : List.of("%", "\\", "t_e", "nightly run", "'")) {
      assertThat(byQuery(part)).as(part).isEmpty();
    }
  }

  @Test
  void aSessionIsFoundByItsProfilesIdAfterThatIsGone() throws Exception {
    ProfileId profile = fixture.profile(acme, "bank");
    sessions.insert(
        fixture
            .bareSession(acme)
            .withName(Optional.of("run"))
            .withLoad(new BrowserSession.Load(profile, Optional.empty(), false)));
    catalog().profiles().delete(acme, profile);

    assertThat(byQuery(profile.value())).containsExactly("run");
    assertThat(byQuery("bank")).isEmpty();
  }

  @Test
  void allFiltersHoldTogether() throws Exception {
    tagged("shop-1", Map.of("team", "shop"));
    tagged("shop-2", Map.of("team", "other"));
    assertThat(names(new SessionFilter(Status.ACTIVE, Optional.of("shop"), Map.of("team", "shop"))))
        .containsExactly("shop-1");
    assertThat(
            names(new SessionFilter(Status.DELETED, Optional.of("shop"), Map.of("team", "shop"))))
        .isEmpty();
  }

  private BrowserSession createdAt(int second) {
    BrowserSession session = fixture.bareSession(acme);
    return new BrowserSession(
        session.id(),
        acme,
        Optional.empty(),
        Map.of("n", Integer.toString(second)),
        session.load(),
        session.settings(),
        session.timeout(),
        session.state(),
        NOW.plusSeconds(second),
        session.process(),
        session.ending());
  }

  private void insert(String name, SessionState state) throws NameTakenException {
    sessions.insert(fixture.bareSession(acme).withName(Optional.of(name)).withState(state));
  }

  private void tagged(String name, Map<String, String> tags) throws NameTakenException {
    sessions.insert(fixture.bareSession(acme).withName(Optional.of(name)).withTags(tags));
  }

  private List<String> byTags(Map<String, String> tags) {
    return names(new SessionFilter(Status.ALL, Optional.empty(), tags));
  }

  private List<String> byQuery(String part) {
    return names(new SessionFilter(Status.ALL, Optional.of(part), Map.of()));
  }

  private List<String> names(SessionFilter filter) {
    return sessions.list(acme, filter, TEN).items().stream()
        .map(session -> session.name().orElse(""))
        .toList();
  }
}
