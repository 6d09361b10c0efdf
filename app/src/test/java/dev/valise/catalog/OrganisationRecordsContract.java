package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.catalog.OrganisationRecords.Organisation;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.Race;
import java.util.HashSet;
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

  private OrganisationId organisation(String name, OrganisationId idIfNew) {
    return catalog().organisations().findOrCreate(name, idIfNew, CatalogFixture.NOW);
  }
}
