package dev.valise.chromium.isolation;

import java.util.List;

/** From root to a user who can do nothing: what goes before a browser's command. */
final class StepDown {
  private StepDown() {}

  /**
   * To a user, who is in a group of its own.
   *
   * @param groups of setpriv(1), what other groups there are
   */
  static List<String> to(int uid, String groups, Programs programs) {
    String id = Integer.toString(uid);
    return List.of(
        programs.path("setpriv"),
        "--reuid",
        id,
        "--regid",
        id,
        groups,
        "--bounding-set",
        "-all",
        "--inh-caps",
        "-all",
        "--no-new-privs");
  }
}
