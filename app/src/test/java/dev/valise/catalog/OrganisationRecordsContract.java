package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.OrganisationRecords.Organisation;
import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.Race;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class OrganisationRecordsContract {
  abstract Catalog catalog();

  @Test
  void anOrganisationIsMadeOnceAndFoundAfterwards() {
    OrganisationId id = Ids.fresh().organisation();
    assertThat(organisation("acme", id)).isEqualTo(id);
    assertThat(organisation("acme", Ids.fresh().organisation())).isEqualTo(id);
    assertThat(organisation("Acme", Ids.fresh().organisation())).isNotEqualTo(id);
  }

  @Test
  void ofThreadsThatMakeTheSameOneAllGetOne() throws Exception {
    var found = Race.of(8, number -> organisation("race", Ids.fresh().organisation()));
    assertThat(new HashSet<>(found)).hasSize(1);
  }

  @Test
  void allAreListedWithTheirNames() {
    OrganisationId one = organisation("listed-one", Ids.fresh().organisation());
    OrganisationId two = organisation("listed-two", Ids.fresh().organisation());
    assertThat(catalog().organisations().all())
        .containsOnlyOnce(new Organisation(one, "listed-one"), new Organisation(two, "listed-two"));
  }

  @Test
  void networkRulesAreKeptUntilTheyAreReplaced() {
    OrganisationId one = organisation("network-one", Ids.fresh().organisation());
    OrganisationId two = organisation("network-two", Ids.fresh().organisation());
    OrganisationRecords organisations = catalog().organisations();
    assertThat(organisations.network(one)).isEqualTo(NetworkRules.NONE);

    var rules = new NetworkRules(List.of("10.0.0.0/8", "[fd00::1]:443"), List.of("*.example.com"));
    organisations.setNetwork(one, rules);
    assertThat(organisations.network(one)).isEqualTo(rules);
    assertThat(organisations.network(two)).isEqualTo(NetworkRules.NONE);

    var others = new NetworkRules(List.of(), List.of("ads.example"));
    organisations.setNetwork(one, others);
    assertThat(organisations.network(one)).isEqualTo(others);
    organisations.setNetwork(one, NetworkRules.NONE);
    assertThat(organisations.network(one)).isEqualTo(NetworkRules.NONE);
  }

  @Test
  void anOrganisationThatIsNotThereGetsNoRules() {
    OrganisationId stranger = Ids.fresh().organisation();
    catalog()
        .organisations()
        .setNetwork(stranger, new NetworkRules(List.of(), List.of("ads.example")));
    assertThat(catalog().organisations().network(stranger)).isEqualTo(NetworkRules.NONE);
  }

  private OrganisationId organisation(String name, OrganisationId idIfNew) {
    return catalog().organisations().findOrCreate(name, idIfNew, CatalogFixture.NOW);
  }
}
