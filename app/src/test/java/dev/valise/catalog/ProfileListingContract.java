package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ProfileListingContract {
  private static final Page.Window TEN = new Page.Window(10, 0);

  private CatalogFixture fixture;
  private ProfileRecords profiles;
  private OrganisationId acme;

  abstract Catalog catalog();

  @BeforeEach
  void organisation() {
    fixture = new CatalogFixture(catalog());
    profiles = catalog().profiles();
    acme = fixture.organisation("acme");
  }

  @Test
  void theNewestComesFirst() throws Exception {
    for (int minute : new int[] {2, 0, 1}) {
      fixture.profile(acme, Optional.of("p" + minute), NOW.plus(Duration.ofMinutes(minute)));
    }
    assertThat(names(Optional.empty())).containsExactly("p2", "p1", "p0");
  }

  @Test
  void pagesTogetherShowEveryProfileOnce() throws Exception {
    for (int i = 0; i < 7; i++) {
      fixture.profile(acme, "p" + i);
    }
    List<ProfileId> shown = new ArrayList<>();
    for (int offset = 0; offset < 9; offset += 3) {
      Page<Profile> page = profiles.list(acme, all(), new Page.Window(3, offset));
      assertThat(page.more()).as("more behind %s", offset).isEqualTo(offset + 3 < 7);
      page.items().forEach(profile -> shown.add(profile.id()));
    }
    assertThat(shown).hasSize(7).doesNotHaveDuplicates();

    assertThat(profiles.list(acme, all(), new Page.Window(7, 0)).more()).isFalse();
    assertThat(profiles.list(acme, all(), new Page.Window(6, 0)).more()).isTrue();
    Page<Profile> behindTheEnd = profiles.list(acme, all(), new Page.Window(3, 7));
    assertThat(behindTheEnd.items()).isEmpty();
    assertThat(behindTheEnd.more()).isFalse();
  }

  @Test
  void aListedProfileIsAsAFoundOne() throws Exception {
    ProfileId id = fixture.profile(acme, "work");
    Version version = fixture.version(acme, id, "manifest", "pack-2", "pack-1");
    fixture.profile(acme, Optional.empty(), NOW.minusSeconds(1));
    assertThat(profiles.list(acme, all(), TEN).items().getFirst())
        .isEqualTo(profiles.find(acme, id).orElseThrow())
        .extracting(profile -> profile.head().orElseThrow())
        .isEqualTo(version);
  }

  @Test
  void theNameFilterIsExact() throws Exception {
    fixture.profile(acme, "work");
    fixture.profile(acme, "Work");
    fixture.profile(acme, "work2");
    var exact = new ProfileRecords.Filter(Optional.empty(), Optional.of("work"));
    assertThat(profiles.list(acme, exact, TEN).items()).hasSize(1);
  }

  @Test
  void theQueryIsAPartInAnyCase() throws Exception {
    fixture.profile(acme, "Shop-Checkout");
    fixture.profile(acme, "bank");
    assertThat(names(Optional.of("CHECK"))).containsExactly("Shop-Checkout");
    assertThat(names(Optional.of("shop-checkout"))).containsExactly("Shop-Checkout");
    assertThat(names(Optional.of("k"))).containsExactlyInAnyOrder("Shop-Checkout", "bank");
    assertThat(names(Optional.of("zzz"))).isEmpty();
    assertThat(names(Optional.of(""))).hasSize(2);
  }

  @Test
  void theQueryIsTakenLiterally() throws Exception {
    fixture.profile(acme, "a_b");
    fixture.profile(acme, "axb");
    fixture.profile(acme, "100%");
    fixture.profile(acme, "back\\slash");
    assertThat(names(Optional.of("a_b"))).containsExactly("a_b");
    assertThat(names(Optional.of("_"))).containsExactly("a_b");
    assertThat(names(Optional.of("%"))).containsExactly("100%");
    assertThat(names(Optional.of("\\"))).containsExactly("back\\slash");
    assertThat(names(Optional.of("\\_"))).isEmpty();
    assertThat(names(Optional.of("' OR 1=1 --"))).isEmpty();
  }

  @Test
  void theQueryFindsPartsOfIds() throws Exception {
    ProfileId id = fixture.profile(acme, Optional.empty(), NOW);
    fixture.profile(acme, "work");
    var filter =
        new ProfileRecords.Filter(
            Optional.of(id.value().substring(3, 20).toUpperCase(Locale.ROOT)), Optional.empty());
    assertThat(profiles.list(acme, filter, TEN).items())
        .extracting(Profile::id)
        .containsExactly(id);
  }

  private List<String> names(Optional<String> query) {
    return profiles
        .list(acme, new ProfileRecords.Filter(query, Optional.empty()), TEN)
        .items()
        .stream()
        .map(profile -> profile.name().orElse(""))
        .toList();
  }

  private static ProfileRecords.Filter all() {
    return new ProfileRecords.Filter(Optional.empty(), Optional.empty());
  }
}
