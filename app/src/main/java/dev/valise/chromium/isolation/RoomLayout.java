package dev.valise.chromium.isolation;

import java.nio.file.Path;

/**
 * Where one browser finds what is its own, as it sees it.
 *
 * @param profile the user-data-dir
 * @param home the home folder, which is gone with the room; its Downloads lead to the downloads
 * @param temporary for temporary files
 * @param runtime for sockets
 * @param devToolsPort where it takes DevTools connections, on 127.0.0.1
 * @param proxyPort where its proxy is, on 127.0.0.1; means nothing in a room without a network
 */
public record RoomLayout(
    Path profile, Path home, Path temporary, Path runtime, int devToolsPort, int proxyPort) {

  /** That of every room with namespaces. */
  public static final RoomLayout OF_NAMESPACES =
      new RoomLayout(
          Inside.PROFILE,
          Inside.HOME,
          Inside.TEMPORARY,
          Inside.RUNTIME,
          Inside.DEVTOOLS_PORT,
          Inside.PROXY_PORT);
}
