package dev.valise.profile;

import java.nio.file.Path;

/**
 * The state of a browser that has exited, to be saved.
 *
 * @param userDataDir in which nothing writes any more
 * @param browserVersion of the Chromium that wrote it, such as {@code 156.0.8078.79}
 * @param cookies all cookies that it had, as it told them before it exited
 */
public record ProfileState(Path userDataDir, String browserVersion, Cookies cookies) {

  /**
   * @param json an array of Network.Cookie of the DevTools protocol
   * @param count of all cookies
   * @param withoutExpiry of those that end with the browser, if nobody keeps them
   */
  public record Cookies(String json, int count, int withoutExpiry) {
    public static final Cookies NONE = new Cookies("[]", 0, 0);
  }
}
