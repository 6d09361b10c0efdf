package dev.valise.catalog;

import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.IdSource;
import dev.valise.model.NetworkReport;
import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionFilter;
import dev.valise.model.SessionId;
import dev.valise.model.SessionState;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.testing.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Fills a catalog with records that a test needs but is not about. */
final class CatalogFixture {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

  static final SaveFigures FIGURES =
      new SaveFigures(70, 1_700_000, 400_000, 12, 3, 2, 100, 9_000_000);

  static final NetworkReport NETWORK =
      new NetworkReport(
          "proxied",
          new NetworkRules(List.of("10.1.0.9:80"), List.of("*.example.com", "[fd00::1]:443")),
          Optional.of("proxy.example:3128"),
          5_000_000_000L,
          7,
          12,
          List.of(new NetworkReport.Denied("10.1.0.9:81", "the address is private", 3)));

  private final Catalog catalog;
  final IdSource ids = Ids.fresh();
  private final String run = ids.next();

  CatalogFixture(Catalog catalog) {
    this.catalog = catalog;
  }

  /** An organisation of this fixture's own, whatever others have by the same name. */
  OrganisationId organisation(String name) {
    return sameOrganisation(catalog, name);
  }

  OrganisationId sameOrganisation(Catalog another, String name) {
    return another.organisations().findOrCreate(name + "-" + run, ids.organisation(), NOW);
  }

  ProfileId profile(OrganisationId organisation, String name) throws NameTakenException {
    return profile(organisation, Optional.of(name), NOW);
  }

  ProfileId profile(OrganisationId organisation, Optional<String> name, Instant at)
      throws NameTakenException {
    ProfileId id = ids.profile();
    catalog.profiles().insert(id, organisation, name, at);
    return id;
  }

  /** Appends {@link #draft}. */
  Version version(
      OrganisationId organisation, ProfileId profile, String manifest, String... packs) {
    return added(catalog.versions().append(organisation, draft(profile, manifest, packs)));
  }

  static Version added(VersionRecords.Appended appended) {
    return ((VersionRecords.Appended.Added) appended).version();
  }

  /** The key of a manifest that only this fixture's versions can need. */
  String manifest(String name) {
    return "manifests/" + run + "/" + name;
  }

  /** The key of a pack that only this fixture's versions can need. */
  String pack(String name) {
    return "packs/" + run + "/" + name;
  }

  /** Those of the keys that are this fixture's. */
  List<String> mine(Stream<String> keys) {
    return keys.filter(key -> key.contains("/" + run + "/")).toList();
  }

  /** A draft with blobs of this fixture, by their names; those that the catalog lacks are new. */
  VersionRecords.Draft draft(ProfileId profile, String manifest, String... packs) {
    return draft(profile, NOW.plusSeconds(5), manifest, packs);
  }

  VersionRecords.Draft draft(ProfileId profile, Instant at, String manifest, String... packs) {
    List<String> blobs =
        Stream.concat(Stream.of(manifest(manifest)), Arrays.stream(packs).map(this::pack)).toList();
    return new VersionRecords.Draft(
        profile,
        at,
        new VersionSource.Saved(ids.session()),
        "156.0.8078.79",
        manifest(manifest),
        blobs,
        unknown(blobs),
        FIGURES,
        List.of());
  }

  /** Those of the blobs that the catalog does not have, with a size of 10 bytes each. */
  List<NewBlob> unknown(List<String> blobs) {
    Set<String> known = catalog.blobs().known(blobs);
    return blobs.stream()
        .filter(key -> !known.contains(key))
        .map(key -> new NewBlob(key, 10))
        .toList();
  }

  /** The same draft with another source. */
  static VersionRecords.Draft from(VersionSource source, VersionRecords.Draft draft) {
    return new VersionRecords.Draft(
        draft.profile(),
        draft.createdAt(),
        source,
        draft.browserVersion(),
        draft.manifest(),
        draft.blobs(),
        draft.added(),
        draft.figures(),
        draft.warnings());
  }

  /** The row of a blob. */
  Optional<BlobRecords.Blob> row(String key) {
    List<BlobRecords.Blob> rows = new ArrayList<>();
    catalog
        .blobs()
        .forEach(blob -> {
          if (blob.key().equals(key)) {
            rows.add(blob);
          }
        });
    return rows.stream().findFirst();
  }

  /** A session with as little as one can have. */
  BrowserSession bareSession(OrganisationId organisation) {
    return new BrowserSession(
        ids.session(),
        organisation,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        new BrowserSettings(true, false, Optional.empty(), Optional.empty()),
        Duration.ofSeconds(60),
        SessionState.STARTING,
        NOW,
        Optional.empty(),
        Optional.empty());
  }

  /** A session that has everything and has ended. */
  BrowserSession fullSession(OrganisationId organisation) {
    return new BrowserSession(
        ids.session(),
        organisation,
        Optional.of("checkout-run"),
        Map.of("team", "shop", "env", "täst 🧳"),
        Optional.of(new BrowserSession.Load(ids.profile(), Optional.of(7), true)),
        new BrowserSettings(
            false,
            true,
            Optional.of(new BrowserSettings.Viewport(1280, 720)),
            Optional.of("https://example.com/?a=b#c")),
        Duration.ofDays(3),
        SessionState.FAILED,
        NOW,
        Optional.of("4711@1234567"),
        Optional.of(
            new BrowserSession.Ending(
                NOW.plusSeconds(100),
                "the browser did not exit",
                Optional.of(
                    new SaveOutcome(
                        SaveOutcome.Status.FAILED,
                        Optional.of(8),
                        Optional.of(FIGURES),
                        Optional.of("disk full"),
                        List.of("one \"warning\"", "another\n"),
                        Duration.ofNanos(1_234_567_891))),
                Optional.of(NETWORK))));
  }

  SessionId named(OrganisationId organisation, String name) throws NameTakenException {
    BrowserSession session = bareSession(organisation).withName(Optional.of(name));
    catalog.sessions().insert(session);
    return session.id();
  }

  static SessionFilter filter(SessionFilter.Status status) {
    return new SessionFilter(status, Optional.empty(), Map.of());
  }
}
