package dev.valise.session;

import dev.valise.blob.BlobStore;
import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.RootKey;
import dev.valise.egress.Resolver;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.egress.policy.OwnAddresses;
import dev.valise.model.BrowserSession;
import dev.valise.model.BrowserSettings;
import dev.valise.model.IdSource;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.profile.ProfileCheckouts;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.profile.WarmCheckouts;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.testing.FaultyBlobStore;
import dev.valise.testing.HappenedEvents;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Sessions with real browsers on real stores in a folder of a test's own. */
final class SessionFixture implements AutoCloseable {
  final Path folder;
  final MutableClock clock = new MutableClock();

  /** Below everything else; sound unless a test says otherwise. */
  final FaultyBlobStore blobs;

  final JdbcCatalog catalog;
  final Profiles profiles;
  final ProfileHistory history;
  final ProfileVersions versions;
  final ProfileSaver saver;
  final ProfileCheckouts checkouts;
  final CdpTokens tokens;
  final SessionService service;
  final OrganisationId organisation;
  final HappenedEvents events = new HappenedEvents();

  private static final long WARM_BYTES = 1 << 30;

  private SessionFixture(
      Path folder, UnaryOperator<BlobStore> faults, ChromiumInstallation chromium)
      throws IOException {
    this.folder = folder;
    var ids = new IdSource(new Random());
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    organisation =
        catalog.organisations().findOrCreate("test", ids.organisation(), clock.instant());
    blobs = new FaultyBlobStore(faults.apply(DirectoryBlobStore.open(folder.resolve("blobs"))));
    var keyring = new Keyring(RootKey.generate(), new MemoryKeysets());
    var snapshots = new SnapshotStore(blobs, ids);
    versions = new ProfileVersions(snapshots, keyring);
    saver =
        new ProfileSaver(
            snapshots, versions, catalog.profiles(), catalog.versions(), Preset.full(), clock);
    checkouts =
        new ProfileCheckouts(
            versions,
            WarmCheckouts.open(folder.resolve("warm"), WARM_BYTES, "this boot"),
            catalog.profiles());
    profiles =
        new Profiles(
            catalog.profiles(),
            catalog.sessions(),
            ids,
            clock,
            (profile, _) -> checkouts.wipe(profile),
            events);
    history = new ProfileHistory(catalog.profiles(), catalog.versions(), ids, clock, events);
    tokens = new CdpTokens(keyring.urlTokenKey());
    service =
        SessionService.start(
            new SessionService.Parts(
                catalog.sessions(),
                catalog.leases(),
                catalog.organisations(),
                profiles,
                history,
                checkouts,
                saver,
                chromium,
                new ChromiumLauncher(chromium, System.getenv()),
                new ServerNetwork(
                    EgressRules.NONE,
                    LoopbackPorts.NONE,
                    true,
                    OwnAddresses.ofThisMachine(),
                    Resolver.ofThisMachine()),
                tokens,
                folder.resolve("checkouts"),
                events,
                new SessionLimits(100, OptionalInt.empty(), 0),
                FreeSpace.around(folder),
                Duration.ofSeconds(30),
                ids,
                clock));
  }

  static SessionFixture in(Path folder) throws IOException {
    return in(folder, store -> store);
  }

  static SessionFixture in(Path folder, UnaryOperator<BlobStore> faults) throws IOException {
    return new SessionFixture(folder, faults, ChromiumInstallation.find(System.getenv()));
  }

  /** With a browser of the test's own. */
  static SessionFixture in(Path folder, Path chromium) throws IOException {
    return new SessionFixture(folder, store -> store, ChromiumInstallation.at(chromium));
  }

  Profile profile(String name) {
    return profiles.create(organisation, Optional.of(new Name(name)));
  }

  Profile reread(Profile profile) {
    return profiles.find(organisation, new ProfileReference.ById(profile.id()));
  }

  BrowserSession open(Profile profile, boolean saveChanges) {
    return create(
        Optional.of(new ProfileUse(new ProfileReference.ById(profile.id()), saveChanges)));
  }

  BrowserSession create(Optional<ProfileUse> profile) {
    return service
        .sessions()
        .create(
            organisation,
            new CreateRequest(
                Optional.empty(),
                Map.of(),
                profile,
                new BrowserSettings(true, false, Optional.empty(), Optional.empty()),
                Optional.empty(),
                Duration.ofSeconds(60)));
  }

  BrowserSession end(BrowserSession session) {
    return service.sessions().end(organisation, session.id().value());
  }

  BrowserSession create(CreateRequest request) {
    return service.sessions().create(organisation, request);
  }

  /** A checkpoint into a profile that is there. */
  CheckpointReport checkpoint(BrowserSession session, Profile profile) {
    return checkpoint(
        session, new CheckpointTarget.Existing(new ProfileReference.ById(profile.id())));
  }

  CheckpointReport checkpoint(BrowserSession session, CheckpointTarget target) {
    return service.sessions().checkpoint(organisation, session.id().value(), target);
  }

  BrowserSession find(BrowserSession session) {
    return service.sessions().find(organisation, session.id().value(), true);
  }

  CdpAccess.Grant grant(BrowserSession session) {
    return service
        .cdpAccess()
        .admit(session.id().value(), tokens.token(session.id()))
        .orElseThrow();
  }

  DevToolsEndpoint devTools(BrowserSession session) throws IOException {
    return grant(session).devTools();
  }

  @Override
  public void close() {
    service.close();
    checkouts.close();
    catalog.close();
  }
}
