package dev.valise.storm;

import java.util.List;
import java.util.Optional;

/** Something that happens to a server, its browsers or its profiles. */
sealed interface Step {

  record NewProfile(String profile) implements Step {}

  record Rename(String profile, String to) implements Step {}

  /** With {@code force}. */
  record DeleteProfile(String profile) implements Step {}

  record RollBack(String profile, int version) implements Step {}

  /**
   * @param version an older one; the head without it
   */
  record Open(
      String session,
      Optional<String> profile,
      Optional<Integer> version,
      boolean writes,
      boolean takesOver)
      implements Step {}

  record Login(String session, Mark mark) implements Step {}

  record Logout(String session, Mark mark) implements Step {}

  record Checkpoint(String session, String profile) implements Step {}

  record End(String session) implements Step {}

  /**
   * kill -9 of a browser.
   *
   * @param looks whether a client comes at once
   */
  record KillBrowser(String session, boolean looks) implements Step {}

  /**
   * kill -9 of the server, and of some browsers while it is gone; then a new start.
   *
   * @param browsers of these sessions
   */
  record KillServer(List<String> browsers) implements Step {}

  /** The clock goes beyond the time that sessions have without a client. */
  record TimeOut() implements Step {}
}
