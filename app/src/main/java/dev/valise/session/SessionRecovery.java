package dev.valise.session;

import dev.valise.catalog.SessionRecords;
import dev.valise.catalog.WriterLeases;
import dev.valise.model.BrowserSession;
import dev.valise.model.SessionState;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of a server that was killed: closes browsers that live on, and saves the
 * folders of those that write, once Chromium has shown that it opens them.
 */
final class SessionRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRecovery.class);
  private static final String REASON = "the server ended while the session ran";

  private final SessionRecords records;
  private final WriterLeases leases;
  private final BrowserHost host;
  private final RunningSessions running;
  private final SessionEvents events;
  private final InstantSource clock;

  SessionRecovery(
      SessionRecords records,
      WriterLeases leases,
      BrowserHost host,
      RunningSessions running,
      SessionEvents events,
      InstantSource clock) {
    this.records = records;
    this.leases = leases;
    this.host = host;
    this.running = running;
    this.events = events;
    this.clock = clock;
  }

  /** Starts the end of every session left behind; who loads one of their profiles waits for it. */
  void recover() {
    leases.releaseOrphans();
    for (BrowserSession left : records.unfinished()) {
      LOG.warn("session {} was left behind, {}", left.id(), left.state());
      var session =
          new RunningSession(
              left, host, records, new Clients(clock), SessionNetwork.forgotten(), events);
      session.takeUp(leases.heldBy(left.id()));
      events.recovered(left);
      running.add(session);
      var _ = session.end(this::end);
    }
  }

  private BrowserSession end(RunningSession session) throws IOException {
    BrowserSession left = session.record();
    host.closeLeftover(left);
    // A session that was still starting may have half a checkout.
    boolean complete = left.state() != SessionState.STARTING && host.hasFolder(left.id());
    SessionEnding.Work work = complete ? running.saving(REASON) : running.discarding(REASON);
    return work.run(session);
  }
}
