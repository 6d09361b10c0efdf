package dev.valise.model;

import java.util.Locale;

/** Where a browser session stands; the last two are final. */
public enum SessionState {
  /** Its browser is being started. */
  STARTING,
  RUNNING,
  /** Its browser is frozen, because nobody uses it; a client that connects thaws it. */
  STANDBY,
  /** Its browser is being closed and, if it writes, its state saved. */
  SAVING,
  /** Ended as it should. */
  CLOSED,
  /** Ended without what was asked for; the outcome says what. */
  FAILED;

  /** As answers and events write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean ended() {
    return switch (this) {
      case STARTING, RUNNING, STANDBY, SAVING -> false;
      case CLOSED, FAILED -> true;
    };
  }
}
