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

  /**
   * Saves take well below a second each and run in parallel; a hung browser is given up after 15 s.
   */
  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(30);

  private final BrowserSessions sessions;
  private final OrganisationNetworks networks;
  private final CdpAccess cdpAccess;
  private final RunningSessions running;
  private final IdleWatch idleWatch;
  private final Checkpoints checkpoints;

  private SessionService(
      BrowserSessions sessions,
      OrganisationNetworks networks,
      CdpAccess cdpAccess,
      RunningSessions running,
      IdleWatch idleWatch,
      Checkpoints checkpoints) {
    this.sessions = sessions;
    this.networks = networks;
    this.cdpAccess = cdpAccess;
    this.running = running;
    this.idleWatch = idleWatch;
    this.checkpoints = checkpoints;
  }

  /** What the sessions need from elsewhere. */
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
        checkpoints);
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

  /** Ends all sessions at the same time and saves those that write; waits until they have ended. */
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
          .orTimeout(SHUTDOWN_GRACE.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      LOG.error("not all sessions could be saved; the next start tries again", e.getCause());
    }
  }
}
