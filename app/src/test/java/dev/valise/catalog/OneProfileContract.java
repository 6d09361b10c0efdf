package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import org.junit.jupiter.api.BeforeEach;

/** What a catalog does with the versions of one profile, which has none yet. */
abstract class OneProfileContract {
  CatalogFixture fixture;
  VersionRecords versions;
  OrganisationId acme;
  ProfileId profile;

  abstract Catalog catalog();

  @BeforeEach
  final void aProfile() throws NameTakenException {
    fixture = new CatalogFixture(catalog());
    versions = catalog().versions();
    acme = fixture.organisation("acme");
    profile = fixture.profile(acme, "work");
  }
}
