package dev.valise.server;

import dev.valise.api.HttpEdge;
import dev.valise.api.auth.ApiKeys;
import dev.valise.api.cdp.CdpTunnelHandler;
import dev.valise.api.kernel.KernelApi;
import dev.valise.blob.BlobStore;
import dev.valise.blob.DirectoryBlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.CatalogException;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.ChromiumNotFoundException;
import dev.valise.chromium.isolation.Accommodation;
import dev.valise.chromium.isolation.Isolation;
import dev.valise.chromium.isolation.RoomProbe;
import dev.valise.chromium.limits.Limiter;
import dev.valise.crypto.KeyException;
import dev.valise.crypto.Keyring;
import dev.valise.crypto.KeysDeletedException;
import dev.valise.crypto.RootKeyStore;
import dev.valise.egress.policy.EgressPolicy;
import dev.valise.event.EventLog;
import dev.valise.model.IdSource;
import dev.valise.model.IsolationReport;
import dev.valise.model.OrganisationId;
import dev.valise.profile.ProfileCheckouts;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.ProfileLeftovers;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.profile.WarmCheckouts;
import dev.valise.session.BrowserIsolation;
import dev.valise.session.CdpTokens;
import dev.valise.session.FreeSpace;
import dev.valise.session.ServerNetwork;
import dev.valise.session.SessionLimits;
import dev.valise.session.SessionService;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.upkeep.GarbageCollection;
import dev.valise.upkeep.RetentionJob;
import dev.valise.upkeep.Upkeep;
import dev.valise.webhook.WebhookDispatcher;
import dev.valise.webhook.WebhookNetwork;
import dev.valise.webhook.Webhooks;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;

/** All parts of a server but its listening socket, made in order and closed in the reverse one. */
final class Assembly implements AutoCloseable {

  /** There is one organisation until keys of others are handed out. */
  private static final String ORGANISATION = "default";

  private static final int ORGANISATIONS = 1;

  private final ServerConfiguration configuration;
  private final CloseStack closing = new CloseStack();
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final IdSource ids = new IdSource(random);
  private final Limiter limiter;
  private final Accommodation accommodation;
  private final DataFolder folder;
  private final SessionLimits sessionLimits;
  private final DataFolder.ApiKey apiKey;
  private final OrganisationId organisation;
  private final Profiles profiles;
  private final ProfileHistory history;
  private final ProfileVersions versions;
  private final EventLog events;
  private final Webhooks webhooks;
  private final CdpTokens tokens;
  private final SessionService sessions;

  private Assembly(ServerConfiguration configuration, InstantSource clock) throws IOException {
    this.configuration = configuration;
    this.clock = clock;
    try {
      // Looked up before there are virtual threads: it goes through the class path within a class
      // initialiser, which holds a carrier. Seen in the recovery of eight sessions on two
      // processors: both carriers waited for a jar that this thread had, and this thread for a lock
      // of a virtual thread that had no carrier.
      var _ = SelectorProvider.provider();
      ChromiumInstallation chromium = chromium(configuration);
      // Before anything is started: this process may have to move into a group of its own.
      limiter = Limiter.ofThisMachine(configuration.limits().ofBrowsers());
      // Begun first: it takes as long as a browser takes to start.
      accommodation =
          closing.add(
              Accommodation.prepare(
                  Isolation.of(configuration.isolation()),
                  new RoomProbe.Subject(
                      chromium.executable(),
                      System.getenv().getOrDefault("PATH", ""),
                      configuration.data()),
                  () -> ORGANISATIONS));
      folder = closing.add(DataFolder.hold(configuration.data()));
      sessionLimits = configuration.capacity().limits(configuration.data());
      apiKey =
          configuration.apiKey().isPresent()
              ? new DataFolder.ApiKey(configuration.apiKey().get(), false)
              : folder.apiKey(random);
      RootKeyStore rootKey = folder.rootKey();
      Catalog catalog = closing.add(JdbcCatalog.sqlite(folder.catalog()));
      organisation =
          catalog.organisations().findOrCreate(ORGANISATION, ids.organisation(), clock.instant());
      events = closing.add(EventLog.start(catalog.events(), clock));
      var blobs = closing.add(DirectoryBlobStore.open(folder.blobs()));
      var keyring = new Keyring(rootKey, new CatalogKeysets(catalog.keysets()));
      // A wrong root key must be found now, not at the first save.
      keyring.sealingKey(organisation);
      var removal = new BlobRemoval(blobs, catalog.blobs());
      var snapshots = new SnapshotStore(blobs, ids);
      versions = new ProfileVersions(snapshots, keyring);
      var checkouts =
          closing.add(
              new ProfileCheckouts(
                  versions,
                  WarmCheckouts.open(folder.warmCheckouts(), configuration.warmBytes(), Boot.id()),
                  catalog.profiles()));
      checkouts.wipeDeleted();
      ProfileLeftovers leftovers =
          (profile, unusedBlobs) -> {
            checkouts.wipe(profile);
            removal.remove(unusedBlobs);
          };
      profiles =
          new Profiles(catalog.profiles(), catalog.sessions(), ids, clock, leftovers, events);
      history = new ProfileHistory(catalog.profiles(), catalog.versions(), ids, clock, events);
      WebhookNetwork webhookNetwork = webhookNetwork(configuration.network().network());
      webhooks = new Webhooks(catalog.webhooks(), webhookNetwork, keyring, ids, random, clock);
      closing.add(
          WebhookDispatcher.start(
              new WebhookDispatcher.Parts(
                  catalog.webhooks(), webhookNetwork, keyring, KernelApi::json, events, clock)));
      tokens = new CdpTokens(keyring.urlTokenKey());
      var launcher =
          closing.add(
              new ChromiumLauncher(chromium, System.getenv(), accommodation::rooms, limiter));
      sessions =
          closing.add(
              SessionService.start(
                  new SessionService.Parts(
                      catalog.sessions(),
                      catalog.leases(),
                      catalog.organisations(),
                      profiles,
                      history,
                      checkouts,
                      new ProfileSaver(
                          snapshots,
                          versions,
                          catalog.profiles(),
                          catalog.versions(),
                          Preset.full(),
                          clock),
                      chromium,
                      launcher,
                      configuration.network().network(),
                      tokens,
                      folder.checkouts(),
                      events,
                      sessionLimits,
                      FreeSpace.around(configuration.data()),
                      configuration.shutdownGrace(),
                      ids,
                      clock)));
      closing.add(upkeep(catalog, blobs, snapshots, leftovers));
    } catch (IOException | RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private Upkeep upkeep(
      Catalog catalog, BlobStore blobs, SnapshotStore snapshots, ProfileLeftovers leftovers) {
    var garbage =
        new GarbageCollection(
            new GarbageCollection.Parts(catalog, blobs, snapshots, versions::vault, clock));
    return Upkeep.start(
        new RetentionJob(catalog, configuration.retention(), leftovers, clock),
        garbage,
        Upkeep.Timing.every(configuration.upkeepEvery()),
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("upkeep").factory()));
  }

  /** What organisations open for their browsers does not count: it is the server that connects. */
  private static WebhookNetwork webhookNetwork(ServerNetwork network) {
    return new WebhookNetwork(
        new EgressPolicy(network.rules(), network.loopbackPorts(), network.ownAddresses()),
        network.resolver());
  }

  static Assembly of(ServerConfiguration configuration, InstantSource clock) {
    try {
      return new Assembly(configuration, clock);
    } catch (KeysDeletedException e) {
      throw new StartupException(e.getMessage() + ": start with another data folder", e);
    } catch (CatalogException | KeyException | ChromiumNotFoundException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartupException(
          "cannot use the data folder " + configuration.data() + ": " + e, e);
    }
  }

  private static ChromiumInstallation chromium(ServerConfiguration configuration) {
    return configuration.chromium().isPresent()
        ? ChromiumInstallation.at(configuration.chromium().get())
        : ChromiumInstallation.find(System.getenv());
  }

  HttpEdge listen() throws BindException {
    var keys = new ApiKeys(apiKey.value(), organisation);
    var kernel =
        new KernelApi(
            new KernelApi.Parts(
                keys,
                profiles,
                history,
                versions,
                events,
                webhooks,
                configuration.retention(),
                sessions.sessions(),
                sessions.networks(),
                tokens,
                sessionLimits,
                this::isolation,
                clock));
    return HttpEdge.start(
        configuration.host(),
        configuration.port(),
        kernel,
        new CdpTunnelHandler(sessions.cdpAccess()));
  }

  private Optional<IsolationReport> isolation() {
    return accommodation
        .confinement()
        .map(now -> BrowserIsolation.report(now, limiter.effective(now.ownTaskCount())));
  }

  SessionLimits sessionLimits() {
    return sessionLimits;
  }

  Optional<String> generatedKey() {
    return apiKey.generated() ? Optional.of(apiKey.value()) : Optional.empty();
  }

  Optional<Path> keyFile() {
    return configuration.apiKey().isPresent() ? Optional.empty() : Optional.of(folder.apiKeyFile());
  }

  @Override
  public void close() {
    closing.close();
  }
}
