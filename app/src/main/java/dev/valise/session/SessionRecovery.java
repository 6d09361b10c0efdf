package dev.valise.session;

import dev.valise.catalog.SessionRecords;
import dev.valise.catalog.WriterLeases;
import dev.valise.model.BrowserSession;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the sessions of a server that ended without them: goes on with browsers that live on,
 * and else ends the session and saves the folder if it writes, once Chromium has shown that it
 * opens it.
 */
final class SessionRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRecovery.class);
  private static final String REASON = "the server ended while the session ran";

  private final SessionRecords records;
  private final WriterLeases leases;
  private final BrowserHost host;
  private final SessionSaver saver;
  private final RunningSessions running;
  private final SessionEvents events;
  private final InstantSource clock;

  SessionRecovery(
      SessionRecords records,
      WriterLeases leases,
      BrowserHost host,
      SessionSaver saver,
      RunningSessions running,
      SessionEvents events,
      InstantSource clock) {
    this.records = records;
    this.leases = leases;
    this.host = host;
    this.saver = saver;
    this.running = running;
    this.events = events;
    this.clock = clock;
  }

  /** Begins with every session left behind; who asks for one of them waits until that is over. */
  void recover() {
    leases.releaseOrphans();
    for (BrowserSession left : records.unfinished()) {
      LOG.warn("session {} was left behind, {}", left.id(), left.state());
      var found = LeftBehind.of(left, host, saver);
      SessionNetwork network = found.network().orElseGet(SessionNetwork::forgotten);
      var session =
          new RunningSession(
              left, host, records, new Clients(clock), network, events, running::giveUp);
      running.add(session);
      session.takeUp(found, leases.heldBy(left.id()), end(found));
    }
  }

  private SessionEnding.Work end(LeftBehind left) {
    return left.isComplete()
        ? running.saving(REASON)
        : left.savedBefore()
            .map(outcome -> running.endedBefore(REASON, outcome))
            .orElseGet(() -> running.discarding(REASON));
  }
}
