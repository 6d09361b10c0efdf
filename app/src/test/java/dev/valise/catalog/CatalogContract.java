package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What {@link Catalog} and its parts promise, for every database. All tests share one catalog,
 * because opening one takes longer than any of them: each has organisations of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CatalogContract {
  private @Nullable Catalog catalog;

  /** Opens the catalog of this test; called again, the same one, as a process that restarts. */
  abstract Catalog open();

  final Catalog catalog() {
    if (catalog == null) {
      catalog = open();
    }
    return catalog;
  }

  @AfterAll
  final void close() {
    if (catalog != null) {
      catalog.close();
      catalog = null;
    }
  }

  @Nested
  class Organisations extends OrganisationRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class WithheldVersions extends WithheldVersionsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Webhooks extends WebhookRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Keysets extends KeysetRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Profiles extends ProfileRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class ProfileListing extends ProfileListingContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Versions extends VersionRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Sessions extends SessionRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Leases extends WriterLeasesContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class SessionListing extends SessionListingContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class VersionHistory extends VersionHistoryContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Manifests extends ManifestReplacementContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Blobs extends BlobRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Reviews extends PackReviewContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Forks extends ProfileForkContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Deletions extends ProfileDeletionContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Nested
  class Events extends EventRecordsContract {
    @Override
    Catalog catalog() {
      return CatalogContract.this.catalog();
    }
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    var before = new CatalogFixture(catalog());
    OrganisationId organisation = before.organisation("acme");
    ProfileId profile = before.profile(organisation, "work");
    var version = before.version(organisation, profile, "manifest", "pack-1", "pack-2");
    var retention = Optional.of(new Retention(Optional.of(2), Optional.empty(), Optional.empty()));
    catalog().profiles().setRetention(organisation, profile, retention, CatalogFixture.NOW);
    var event =
        catalog()
            .events()
            .append(organisation, CatalogFixture.NOW, "type", Optional.of(profile), Map.of());
    var session = before.fullSession(organisation);
    catalog().sessions().insert(session);
    var network = new NetworkRules(List.of("10.1.0.9"), List.of("ads.example"));
    catalog().organisations().setNetwork(organisation, network);
    catalog().keysets().replace(Map.of(), Map.of("restart", new byte[] {1, 2, 3}));

    close();
    Catalog after = catalog();
    assertThat(before.sameOrganisation(after, "acme")).isEqualTo(organisation);
    assertThat(after.profiles().findByName(organisation, "work").orElseThrow().head())
        .isEqualTo(Optional.of(version));
    assertThat(after.organisations().network(organisation)).isEqualTo(network);
    assertThat(after.versions().find(profile, 1)).contains(version);
    assertThat(after.versions().blobs(profile, 1))
        .containsExactly(before.manifest("manifest"), before.pack("pack-1"), before.pack("pack-2"));
    assertThat(after.profiles().find(organisation, profile).orElseThrow().retention())
        .isEqualTo(retention);
    assertThat(after.events().after(organisation, 0, 10)).containsExactly(event);
    assertThat(after.sessions().find(organisation, session.id())).contains(session);
    assertThat(after.keysets().find("restart").orElseThrow()).containsExactly(1, 2, 3);
  }
}
