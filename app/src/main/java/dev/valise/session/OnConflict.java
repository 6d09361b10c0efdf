package dev.valise.session;

/** What becomes of a session that wants to write into a profile that another one writes into. */
public enum OnConflict {
  /** It is refused. */
  FAIL,
  /** It begins when the other has ended, if that is soon. */
  WAIT,
  /** The other is ended first, and saved; if that fails, it loses its lease all the same. */
  TAKE_OVER
}
