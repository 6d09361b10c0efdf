package dev.valise.profile;

import dev.valise.snapshot.StagedFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of a browser, to be saved: of one that has exited, or, staged, of one that runs.
 *
 * @param userDataDir in which nothing writes any more
 * @param browserVersion of the Chromium that wrote it, such as {@code 156.0.8078.79}
 * @param cookies all cookies that it had, as it told them before it exited or was staged
 * @param staged what {@code userDataDir} holds copies of: only of what the base does not have. The
 *     cookies are newer than the files then, for Chromium writes them up to 30 s late
 * @param taken how long it took to close the browser, or to put aside the state of one that runs
 */
public record ProfileState(
    Path userDataDir,
    String browserVersion,
    Cookies cookies,
    Optional<StagedFolder> staged,
    Optional<Duration> taken) {

  /** Of a browser that has exited, nobody knows how quickly. */
  public ProfileState(Path userDataDir, String browserVersion, Cookies cookies) {
    this(userDataDir, browserVersion, cookies, Optional.empty(), Optional.empty());
  }

  /** Of a browser that has exited after it took so long to close. */
  public ProfileState(Path userDataDir, String browserVersion, Cookies cookies, Duration closing) {
    this(userDataDir, browserVersion, cookies, Optional.empty(), Optional.of(closing));
  }

  /**
   * @param json an array of Network.Cookie of the DevTools protocol
   * @param count of all cookies
   * @param withoutExpiry of those that end with the browser, if nobody keeps them
   */
  public record Cookies(String json, int count, int withoutExpiry) {
    public static final Cookies NONE = new Cookies("[]", 0, 0);
  }
}
