package dev.valise.session;

import dev.valise.event.EventSink;
import dev.valise.event.EventType;
import dev.valise.model.BrowserSession;
import dev.valise.model.SaveFigures;
import dev.valise.model.SaveOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what happened to sessions. As quick and as thread-safe as the sink: it may be called where
 * a client waits.
 */
final class SessionEvents {
  private final EventSink sink;

  SessionEvents(EventSink sink) {
    this.sink = sink;
  }

  /** Its first browser takes connections. */
  void started(BrowserSession session) {
    Map<String, String> detail = of(session);
    session
        .load()
        .ifPresent(load -> {
          detail.put("save_changes", Boolean.toString(load.saveChanges()));
          load.version().ifPresent(version -> detail.put("profile_version", text(version)));
        });
    tell(session, EventType.SESSION_STARTED, detail);
  }

  /** Its browser ended by itself, and another one runs on the same folder. */
  void browserRestarted(BrowserSession session) {
    tell(session, EventType.BROWSER_RESTARTED, of(session));
  }

  /** An earlier server left it behind, and its browser goes on. */
  void takenOver(BrowserSession session) {
    tell(session, EventType.SESSION_TAKEN_OVER, of(session));
  }

  /** An earlier server left it behind, in the state that it has, and it ends. */
  void recovered(BrowserSession session) {
    Map<String, String> detail = of(session);
    detail.put("state", session.state().word());
    tell(session, EventType.SESSION_RECOVERED, detail);
  }

  /** It has ended; what its save did goes before. */
  void ended(BrowserSession session) {
    Map<String, String> detail = of(session);
    detail.put("state", session.state().word());
    session
        .ending()
        .ifPresent(ending -> {
          ending.outcome().ifPresent(outcome -> saved(session, outcome));
          detail.put("reason", ending.reason());
        });
    tell(session, EventType.SESSION_ENDED, detail);
  }

  /** It could not be saved this time, and has not ended. */
  void notSaved(BrowserSession session, Throwable failure) {
    Map<String, String> detail = of(session);
    detail.put("failure", String.valueOf(failure.getMessage()));
    detail.put("retained", "true");
    tell(session, EventType.SAVE_FAILED, detail);
  }

  private void saved(BrowserSession session, SaveOutcome outcome) {
    Map<String, String> detail = of(session);
    detail.put("status", outcome.status().word());
    detail.put("duration_ms", text(outcome.took().toMillis()));
    if (!outcome.warnings().isEmpty()) {
      detail.put("warnings", String.join("\n", outcome.warnings()));
    }
    if (outcome.failure().isPresent()) {
      detail.put("failure", outcome.failure().get());
      detail.put("retained", "false");
      tell(session, EventType.SAVE_FAILED, detail);
      return;
    }
    outcome
        .version()
        .ifPresent(version -> {
          detail.put("version", text(version));
          detail.put("made_head", Boolean.toString(!outcome.withheld()));
        });
    outcome.figures().ifPresent(figures -> detail.putAll(of(figures)));
    tell(session, EventType.SAVE_FINISHED, detail);
  }

  private static Map<String, String> of(SaveFigures figures) {
    return Map.of(
        "files", text(figures.files()),
        "bytes", text(figures.bytes()),
        "stored_bytes", text(figures.storedBytes()),
        "cookies", text(figures.cookies()),
        "session_cookies", text(figures.sessionCookies()),
        "origins", text(figures.origins()),
        "left_out_files", text(figures.leftOutFiles()),
        "left_out_bytes", text(figures.leftOutBytes()));
  }

  private static Map<String, String> of(BrowserSession session) {
    Map<String, String> detail = new HashMap<>();
    detail.put("session_id", session.id().value());
    session.name().ifPresent(name -> detail.put("session_name", name));
    return detail;
  }

  private void tell(BrowserSession session, EventType type, Map<String, String> detail) {
    Optional<BrowserSession.Load> load = session.load();
    sink.happened(session.organisation(), type, load.map(BrowserSession.Load::profile), detail);
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
