package dev.valise.session;

import dev.valise.catalog.OrganisationRecords;
import dev.valise.catalog.SessionRecords;
import dev.valise.catalog.WriterLeases;
import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.event.EventSink;
import dev.valise.model.IdSource;
import dev.valise.profile.ProfileCheckouts;
import dev.valise.profile.ProfileHistory;
import dev.valise.profile.ProfileSaver;
import dev.valise.profile.Profiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of this package that runs: the use cases, the watch for idle sessions, the recovery.
 */
public final class SessionService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

  private final BrowserSessions sessions;
  private final OrganisationNetworks networks;
  private final CdpAccess cdpAccess;
  private final RunningSessions running;
  private final IdleWatch idleWatch;
  private final Checkpoints checkpoints;
  private final Duration shutdownGrace;

  private SessionService(
      BrowserSessions sessions,
      OrganisationNetworks networks,
      CdpAccess cdpAccess,
      RunningSessions running,
      IdleWatch idleWatch,
      Checkpoints checkpoints,
      Duration shutdownGrace) {
    this.sessions = sessions;
    this.networks = networks;
    this.cdpAccess = cdpAccess;
    this.running = running;
    this.idleWatch = idleWatch;
    this.checkpoints = checkpoints;
    this.shutdownGrace = shutdownGrace;
  }

  /**
   * What the sessions need from elsewhere.
   *
   * @param shutdownGrace how long {@link #close} waits for saves
   */
  public record Parts(
      SessionRecords records,
      WriterLeases leases,
      OrganisationRecords organisations,
      Profiles profiles,
      ProfileHistory history,
      ProfileCheckouts checkouts,
      ProfileSaver saver,
      ChromiumInstallation installation,
      ChromiumLauncher launcher,
      ServerNetwork network,
      CdpTokens tokens,
      Path folders,
      EventSink events,
      SessionLimits limits,
      FreeSpace disk,
      Duration shutdownGrace,
      IdSource ids,
      InstantSource clock) {}

  /** Puts the parts together, ends what an earlier server left behind, and watches from now on. */
  public static SessionService start(Parts parts) {
    var host =
        new BrowserHost(
            parts.folders(),
            parts.launcher(),
            new NetworkAccess(parts.network(), parts.organisations()),
            parts.checkouts(),
            parts.clock());
    var browserVersions = new BrowserVersions(parts.installation());
    var saver = new SessionSaver(parts.saver(), parts.clock());
    var admission = new Admission(parts.limits(), parts.disk());
    var running = new RunningSessions(host, saver, browserVersions, admission, parts.clock());
    var events = new SessionEvents(parts.events());
    var leasing = new LeaseAcquisition(parts.leases(), running, parts.clock());
    var checkpoints =
        new Checkpoints(
            new Checkpoint.Parts(
                parts.profiles(),
                parts.saver(),
                host,
                browserVersions,
                new CheckpointLease.Source(leasing, parts.ids()),
                parts.clock()),
            running);
    var sessions =
        new BrowserSessions(
            parts.records(),
            parts.profiles(),
            new ProfileChoice(parts.profiles(), parts.history(), running, browserVersions),
            leasing,
            host,
            running,
            admission,
            events,
            checkpoints,
            parts.ids(),
            parts.clock());
    new SessionRecovery(
            parts.records(), parts.leases(), host, saver, running, events, parts.clock())
        .recover();
    var idleWatch = new IdleWatch(running, new SaveRetries(parts.clock()));
    idleWatch.start();
    checkpoints.start();
    return new SessionService(
        sessions,
        new OrganisationNetworks(
            parts.organisations(), parts.network(), parts.launcher()::hasRooms),
        new SessionCdpAccess(parts.tokens(), running::find),
        running,
        idleWatch,
        checkpoints,
        parts.shutdownGrace());
  }

  public BrowserSessions sessions() {
    return sessions;
  }

  public OrganisationNetworks networks() {
    return networks;
  }

  public CdpAccess cdpAccess() {
    return cdpAccess;
  }

  /** What the watch does every few seconds; completed when the ends that it started are over. */
  CompletableFuture<Void> endIdle() {
    return idleWatch.endIdle();
  }

  /** What the timer does every second; completed when the checkpoints that it began are over. */
  CompletableFuture<Void> takeDueCheckpoints() {
    return checkpoints.takeDue();
  }

  /**
   * Ends all sessions at the same time and saves those that write. Waits until they have ended, but
   * not past the grace period: the next start takes up what is left then.
   */
  @Override
  public void close() {
    idleWatch.close();
    checkpoints.close();
    List<? extends CompletableFuture<?>> ends =
        running.all().stream()
            .map(session -> session.end(running.saving("the server was stopped")))
            .toList();
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
          .orTimeout(shutdownGrace.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      LOG.error(
          "not all sessions could be saved within {}; the next start takes them up",
          shutdownGrace,
          e.getCause());
    }
  }
}
