package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.testing.Race;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class EventRecordsContract {
  private CatalogFixture fixture;
  private EventRecords events;
  private OrganisationId acme;

  abstract Catalog catalog();

  @BeforeEach
  void organisation() {
    fixture = new CatalogFixture(catalog());
    events = catalog().events();
    acme = fixture.organisation("acme");
  }

  @Test
  void anEventIsKeptAsItWasTold() {
    ProfileId profile = fixture.ids.profile();
    var detail = Map.of("numbers", "1, 2, 5", "name", "täst \"🧳\"\n");
    Event event = events.append(acme, NOW, "versions_removed", Optional.of(profile), detail);
    assertThat(event)
        .isEqualTo(
            new Event(event.id(), acme, NOW, "versions_removed", Optional.of(profile), detail));
    Event bare = events.append(acme, NOW, "bare", Optional.empty(), Map.of());
    assertThat(events.after(acme, 0, 10)).containsExactly(event, bare);
  }

  @Test
  void eventsComeInTheirOrderAndWhoReadSomeGetsTheOthers() {
    List<Event> all = List.of(append("one"), append("two"), append("three"), append("four"));
    assertThat(all).isSortedAccordingTo(Comparator.comparingLong(Event::id));
    assertThat(events.after(acme, 0, 3)).isEqualTo(all.subList(0, 3));
    assertThat(events.after(acme, all.get(2).id(), 3)).isEqualTo(all.subList(3, 4));
    assertThat(events.after(acme, all.get(3).id(), 3)).isEmpty();
  }

  @Test
  void anotherOrganisationSeesNone() {
    append("one");
    assertThat(events.after(fixture.organisation("other"), 0, 10)).isEmpty();
  }

  @Test
  void anEventOutlivesItsProfile() throws Exception {
    ProfileId profile = fixture.profile(acme, "work");
    Event event =
        events.append(acme, NOW, "profile_expired", Optional.of(profile), Map.of("name", "work"));
    catalog().profiles().delete(acme, profile);
    assertThat(events.after(acme, 0, 10)).containsExactly(event);
  }

  @Test
  void threadsThatAppendGetIdsOfTheirOwn() throws Exception {
    List<Event> appended = Race.of(8, number -> append("race-" + number));
    assertThat(events.after(acme, 0, 10)).containsExactlyInAnyOrderElementsOf(appended);
  }

  @Test
  void manyAreAppendedTogetherInTheirOrderOrNoneIs() {
    var one = new EventRecords.Draft(acme, NOW, "one", Optional.empty(), Map.of());
    var two = new EventRecords.Draft(acme, NOW, "two", Optional.empty(), Map.of("a", "b"));
    List<Event> appended = events.append(List.of(one, two));
    assertThat(appended).extracting(Event::type).containsExactly("one", "two");
    assertThat(events.after(acme, 0, 10)).isEqualTo(appended);
    var ofNobody =
        new EventRecords.Draft(
            fixture.ids.organisation(), NOW, "three", Optional.empty(), Map.of());
    assertThatThrownBy(() -> events.append(List.of(one, ofNobody)))
        .isInstanceOf(CatalogException.class);
    assertThat(events.after(acme, 0, 10)).hasSize(2);
    assertThat(events.append(List.of())).isEmpty();
  }

  @Test
  void pruningLeavesTheNewestOfEachOrganisationThatAreNotTooOld() {
    OrganisationId other = fixture.organisation("other");
    Event old = events.append(other, NOW.minusSeconds(1), "old", Optional.empty(), Map.of());
    Event theirs = events.append(other, NOW, "theirs", Optional.empty(), Map.of());
    List<Event> mine = List.of(append("one"), append("two"), append("three"));
    assertThat(events.after(other, 0, 10)).containsExactly(old, theirs);
    assertThat(events.prune(NOW, 2)).isGreaterThanOrEqualTo(2);
    assertThat(events.after(other, 0, 10)).containsExactly(theirs);
    assertThat(events.after(acme, 0, 10)).isEqualTo(mine.subList(1, 3));
    assertThat(events.prune(NOW, 2)).isZero();
    events.prune(NOW, 0);
    assertThat(append("next").id()).isGreaterThan(mine.getLast().id());
  }

  private Event append(String type) {
    return events.append(acme, NOW, type, Optional.empty(), Map.of());
  }
}
