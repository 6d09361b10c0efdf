package dev.valise.chromium.isolation;

import java.nio.file.Path;

/**
 * Where things are in every room with namespaces. Always the same, so that nothing of the machine
 * shows, and so that the absolute paths in a profile are right on any machine.
 */
final class Inside {
  /** The user-data-dir. */
  static final Path PROFILE = Path.of("/profile");

  /** Where downloads go. */
  static final Path DOWNLOADS = Path.of("/downloads");

  /** The home folder, which is gone with the room; its Downloads lead to the downloads. */
  static final Path HOME = Path.of("/home");

  /** Where the browser takes DevTools connections, on the room's loopback. */
  static final int DEVTOOLS_PORT = 9222;

  /** Where the browser finds its proxy, on the room's loopback. */
  static final int PROXY_PORT = 1080;

  static final Path TEMPORARY = Path.of("/tmp");
  static final Path RUNTIME = Path.of("/run/user");
  static final Path BROWSER = Path.of("/opt/browser");
  static final String HOST_NAME = "browser";

  private Inside() {}
}
