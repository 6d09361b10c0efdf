package dev.valise.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the four traces of a login a browser has, each with the very value that the login left.
 *
 * @param sessionCookie HttpOnly and without an expiry: Chromium itself drops it when it ends
 * @param persistentCookie with a year to live
 * @param localStorage a token, as single-page applications keep it
 * @param indexedDb a record, as Firebase and others keep it
 */
record LoginState(
    boolean sessionCookie, boolean persistentCookie, boolean localStorage, boolean indexedDb) {

  static final List<String> NAMES =
      List.of("session cookie", "persistent cookie", "localStorage token", "IndexedDB record");

  static final LoginState NONE = new LoginState(false, false, false, false);

  static final LoginState COMPLETE = new LoginState(true, true, true, true);

  /** In the order of {@link #NAMES}. */
  List<Boolean> traces() {
    return List.of(sessionCookie, persistentCookie, localStorage, indexedDb);
  }

  /** The names of those that differ from the other state. */
  List<String> differences(LoginState other) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (!traces().get(i).equals(other.traces().get(i))) {
        names.add(NAMES.get(i));
      }
    }
    return names;
  }
}
