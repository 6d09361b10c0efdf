package dev.valise.session;

import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.SessionRecords;
import dev.valise.chromium.ChromiumStartException;
import dev.valise.model.BrowserSession;
import dev.valise.model.IdSource;
import dev.valise.model.IsolationReport;
import dev.valise.model.Name;
import dev.valise.model.NetworkReport;
import dev.valise.model.OpaqueId;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Refusal;
import dev.valise.model.SessionFilter;
import dev.valise.model.SessionId;
import dev.valise.model.SessionState;
import dev.valise.model.WriterLease;
import dev.valise.profile.Profiles;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.session.ProfileChoice.Chosen;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The use cases of browser sessions. Thread-safe; all methods block until what they promise is so,
 * and throw {@link Refusal} for what the caller can mend.
 */
public final class BrowserSessions {
  private final SessionRecords records;
  private final Profiles profiles;
  private final ProfileChoice choice;
  private final LeaseAcquisition leasing;
  private final BrowserHost host;
  private final RunningSessions running;
  private final Admission admission;
  private final SessionEvents events;
  private final Checkpoints checkpoints;
  private final IdSource ids;
  private final InstantSource clock;

  BrowserSessions(
      SessionRecords records,
      Profiles profiles,
      ProfileChoice choice,
      LeaseAcquisition leasing,
      BrowserHost host,
      RunningSessions running,
      Admission admission,
      SessionEvents events,
      Checkpoints checkpoints,
      IdSource ids,
      InstantSource clock) {
    this.records = records;
    this.profiles = profiles;
    this.choice = choice;
    this.leasing = leasing;
    this.host = host;
    this.running = running;
    this.admission = admission;
    this.events = events;
    this.checkpoints = checkpoints;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Starts a browser; when this returns, its DevTools endpoint takes connections.
   *
   * @throws Refusal.NoCapacity when as many browsers run as may
   * @throws Refusal.DiskLow when there is too little room to save what would run then
   * @throws Refusal.BrowserFailed when it does not start; nothing is left of it then
   * @throws Refusal.Conflict when it is to write and another session does
   * @throws Refusal.Forbidden when its network opens what clients may not open here
   */
  public BrowserSession create(OrganisationId organisation, CreateRequest request) {
    if (request.settings().checkpointEvery().isPresent()
        && request.profile().filter(ProfileUse::saveChanges).isEmpty()) {
      throw new Refusal.Invalid(
          "checkpoint_seconds needs a profile with save_changes: there is nothing to save into");
    }
    SessionNetwork network = host.network(organisation, wanted(request));
    // Before another browser is ended for this one.
    admission.checkDisk();
    SessionId id = ids.session();
    Optional<WriterLease> lease = request.profile().flatMap(use -> acquire(organisation, id, use));
    RunningSession session;
    try {
      session = start(organisation, id, request, network, lease);
    } catch (RuntimeException e) {
      lease.ifPresent(held -> leasing.giveBack(held.session()));
      throw e;
    }
    running.add(session);
    events.started(session.record());
    return session.record();
  }

  private static NetworkRequest wanted(CreateRequest request) {
    return request.network().orElse(NetworkRequest.DEFAULT);
  }

  private Optional<WriterLease> acquire(
      OrganisationId organisation, SessionId session, ProfileUse use) {
    return use.saveChanges()
        ? Optional.of(
            leasing.acquire(profiles.find(organisation, use.profile()), session, use.onConflict()))
        : Optional.empty();
  }

  private RunningSession start(
      OrganisationId organisation,
      SessionId id,
      CreateRequest request,
      SessionNetwork network,
      Optional<WriterLease> lease) {
    Optional<Chosen> profile = request.profile().map(use -> choice.choose(organisation, use));
    var record =
        new BrowserSession(
            id,
            organisation,
            request.name().map(Name::value),
            request.tags(),
            profile.map(Chosen::load),
            request.settings().withNetwork(wanted(request).settings()),
            request.timeout(),
            SessionState.STARTING,
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    admit(record);
    var session =
        new RunningSession(
            record, host, records, new Clients(clock), network, events, running::giveUp);
    try {
      session.start(profile.flatMap(Chosen::version), lease);
    } catch (IOException | RuntimeException e) {
      forget(id);
      throw startFailure(e);
    }
    return session;
  }

  /** A running session by id or name, or an ended one by id. */
  public BrowserSession find(OrganisationId organisation, String idOrName, boolean endedToo) {
    Optional<BrowserSession> found =
        OpaqueId.hasShape(idOrName)
            ? records.find(organisation, new SessionId(idOrName))
            : records.findByName(organisation, idOrName);
    return found
        .map(this::asItRuns)
        .filter(session -> endedToo || !session.state().ended())
        .orElseThrow(() -> missing(idOrName));
  }

  /** The catalog hears of a new browser a moment later than the session does. */
  private BrowserSession asItRuns(BrowserSession stored) {
    return running.find(stored.id()).map(RunningSession::record).orElse(stored);
  }

  /** Sessions, newest first. */
  public Page<BrowserSession> list(
      OrganisationId organisation, SessionFilter filter, Page.Window window) {
    return records.list(organisation, filter, window);
  }

  /**
   * Changes a running session. A profile that is loaded restarts its browser. What is refused
   * changes nothing.
   */
  public BrowserSession update(
      OrganisationId organisation, String idOrName, UpdateRequest request) {
    RunningSession session =
        running.find(find(organisation, idOrName, false).id()).orElseThrow(() -> missing(idOrName));
    if (request.profile().isPresent()) {
      if (session.record().load().isPresent()) {
        throw RunningSession.hasProfile();
      }
      admission.checkDisk();
    }
    Optional<WriterLease> lease =
        request.profile().flatMap(use -> acquire(organisation, session.record().id(), use));
    try {
      update(session, request, lease);
      return session.record();
    } catch (RuntimeException e) {
      // If it has a profile now, another call was faster, and the lease is in use.
      if (session.record().load().isEmpty()) {
        lease.ifPresent(held -> leasing.giveBack(held.session()));
      }
      throw e;
    }
  }

  private void update(RunningSession session, UpdateRequest request, Optional<WriterLease> lease) {
    Optional<Chosen> profile = request.profile().map(use -> choose(session, use));
    try {
      session.rename(record -> {
        BrowserSession renamed =
            request
                .name()
                .map(change -> record.withName(change.to().map(Name::value)))
                .orElse(record);
        return request.tags().map(renamed::withTags).orElse(renamed);
      });
    } catch (NameTakenException e) {
      throw taken(e);
    }
    profile.ifPresent(chosen -> load(session, chosen, lease));
  }

  /**
   * Ends a session: saves it if it writes, durably when this returns. A session that has ended
   * stays so, whoever asks.
   *
   * @throws Refusal.StateNotSaved when the save failed; the session is still there
   */
  public BrowserSession end(OrganisationId organisation, String idOrName) {
    BrowserSession record = find(organisation, idOrName, true);
    return running
        .find(record.id())
        .map(session -> RunningSessions.await(session.end(running.saving("deleted"))))
        .orElse(record);
  }

  /**
   * Tries at once to end a session whose save has failed; it is tried again by itself, but later.
   *
   * @return as of {@link #end}
   * @throws Refusal.Conflict when no save of it has failed
   */
  public BrowserSession retrySave(OrganisationId organisation, String idOrName) {
    BrowserSession record = find(organisation, idOrName, true);
    return running
        .find(record.id())
        .flatMap(session -> session.ending().retry())
        .map(RunningSessions::await)
        .orElseThrow(
            () -> new Refusal.Conflict("no save of browser '" + idOrName + "' has failed", false));
  }

  /** Why the save of a session has failed that is to be tried again. */
  public Optional<String> saveFailure(SessionId id) {
    return running.find(id).flatMap(session -> session.ending().failure());
  }

  /**
   * Makes a version out of a running browser, which goes on running with all its connections.
   *
   * @throws Refusal.Conflict when the session is not active
   * @throws Refusal.StateNotSaved when the version could not be stored; nothing was changed
   */
  public CheckpointReport checkpoint(
      OrganisationId organisation, String idOrName, CheckpointTarget target) {
    BrowserSession record = find(organisation, idOrName, true);
    RunningSession session =
        running
            .find(record.id())
            .orElseThrow(
                () -> new Refusal.Conflict("browser '" + idOrName + "' is not active", false));
    return checkpoints.take(session, target);
  }

  /** What became of the last checkpoint of a running session, if there was one. */
  public Optional<LastCheckpoint> lastCheckpoint(SessionId id) {
    return running.find(id).flatMap(session -> session.checkpoints().last());
  }

  /** How far the save of a session is; empty unless it is being saved now. */
  public Optional<SaveProgress> saveProgress(SessionId id) {
    return running.find(id).flatMap(RunningSession::saveProgress);
  }

  /** How well the browser of a session is isolated; empty for a session that has none. */
  public Optional<IsolationReport> isolation(SessionId id) {
    return running.find(id).flatMap(RunningSession::isolation);
  }

  /**
   * The network that the browsers of a running session have; empty for plain processes. That of an
   * ended session is in its record.
   */
  public Optional<NetworkReport> network(SessionId id) {
    return running.find(id).flatMap(RunningSession::network);
  }

  private Chosen choose(RunningSession session, ProfileUse use) {
    Chosen chosen = choice.choose(session.record().organisation(), use);
    profiles.used(chosen.profile().id());
    return chosen;
  }

  private void load(RunningSession session, Chosen chosen, Optional<WriterLease> lease) {
    try {
      session.load(chosen.load(), chosen.version(), lease);
    } catch (Refusal.Invalid anotherWasFaster) {
      throw anotherWasFaster;
    } catch (IOException | RuntimeException e) {
      Refusal refusal = startFailure(e);
      RunningSessions.await(session.end(running.discarding(String.valueOf(refusal.getMessage()))));
      throw refusal;
    }
  }

  private void admit(BrowserSession record) {
    admission.admit(record.id(), record.organisation());
    try {
      records.insert(record);
    } catch (NameTakenException e) {
      admission.release(record.id());
      throw taken(e);
    } catch (RuntimeException e) {
      admission.release(record.id());
      throw e;
    }
  }

  private void forget(SessionId id) {
    admission.release(id);
    records.remove(id);
    try {
      host.discard(id);
    } catch (IOException e) {
      throw new Refusal.BrowserFailed(
          "the browser did not start, and its folder cannot be removed: " + e.getMessage(),
          List.of());
    }
  }

  private static Refusal startFailure(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> refusal;
      case ChromiumStartException start ->
          new Refusal.BrowserFailed(firstLine(start), start.lastLines());
      default ->
          new Refusal.StateUnreadable("the profile could not be loaded: " + failure.getMessage());
    };
  }

  /** The rest of its message repeats the browser's output. */
  private static String firstLine(ChromiumStartException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("the browser failed");
  }

  private static Refusal missing(String idOrName) {
    return new Refusal.NotFound("no browser '" + idOrName + "'");
  }

  private static Refusal taken(NameTakenException e) {
    return new Refusal.Conflict("a running browser is named '" + e.name() + "' already", false);
  }
}
