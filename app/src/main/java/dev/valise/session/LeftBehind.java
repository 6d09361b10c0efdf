package dev.valise.session;

import dev.valise.model.BrowserSession;
import dev.valise.model.NetworkMode;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionState;
import dev.valise.profile.LoadedVersion;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that an earlier server left behind, with what may still run of it.
 *
 * @param record as that server last wrote it
 * @param network of its browsers; empty when that is not known any more
 */
record LeftBehind(
    BrowserSession record, Optional<SessionNetwork> network, BrowserHost host, SessionSaver saver) {
  private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

  static LeftBehind of(BrowserSession record, BrowserHost host, SessionSaver saver) {
    return new LeftBehind(record, network(record, host), host, saver);
  }

  private static Optional<SessionNetwork> network(BrowserSession record, BrowserHost host) {
    try {
      return record
          .settings()
          .network()
          .map(asked -> host.networkAgain(record.organisation(), NetworkRequest.of(asked)));
    } catch (Refusal e) {
      LOG.warn("session {} cannot have its network any more: {}", record.id(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether a client can have had its browser. If not, the folder is as it was loaded, and lacks
   * the cookies that are kept beside it.
   */
  boolean wasUsed() {
    return record.process().isPresent();
  }

  /** Whether its folder is a whole one: it may be half a checkout while the session starts. */
  boolean isComplete() {
    return record.state() != SessionState.STARTING && host.hasFolder(record.id());
  }

  /**
   * The cookies of a version that its browser need not have written when it died: it writes them
   * some time after it was given them, or after they were told for a checkpoint.
   */
  Optional<KeptCookies> keptCookies(LoadedVersion version) {
    Optional<KeptCookies> kept = KeptCookies.of(version);
    if (!wasUsed()) {
      return kept;
    }
    Instant made = version.version().createdAt();
    Instant given = made.isAfter(record.createdAt()) ? made : record.createdAt();
    boolean written =
        host.cookiesWritten(record.id())
            .filter(at -> at.isAfter(given.plus(SessionBrowser.WRITES_COOKIES)))
            .isPresent();
    return written ? Optional.empty() : kept.map(KeptCookies::whereMissing);
  }

  /** What its save came to, if all of it was done and only its end was not written down. */
  Optional<SaveOutcome> savedBefore() {
    return record.state() == SessionState.SAVING && record.writes() && !host.hasTraces(record.id())
        ? saver.savedBefore(record)
        : Optional.empty();
  }

  /**
   * Goes on with its browser.
   *
   * @return empty when there is none that could; {@link #close} ends what is left of it
   */
  Optional<SessionBrowser> takeOver() {
    boolean active =
        record.state() == SessionState.RUNNING || record.state() == SessionState.STANDBY;
    // Packets of a full network are judged by rules that were made for an earlier server.
    boolean judged =
        record.settings().network().filter(asked -> asked.mode() != NetworkMode.FULL).isPresent();
    return active && judged && isComplete()
        ? network.flatMap(known -> host.takeOver(record, known))
        : Optional.empty();
  }

  /** What its folder was made from, or last saved as. */
  Optional<LoadedVersion> loaded() {
    return record.load().flatMap(load -> saver.recall(record, load));
  }

  /**
   * Ends its browser, if it still runs.
   *
   * @throws dev.valise.chromium.SurvivingProcessesException when that does not work
   */
  void close() {
    host.closeLeftover(record);
  }
}
