package dev.valise.chromium.isolation;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.cdp.Network;
import dev.valise.cdp.TcpRoute;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A room that an earlier process of this server opened, with its browser in it. What that process
 * held is opened again: the way to DevTools, and the socket on which the browser looks for its
 * proxy, which refused it meanwhile.
 *
 * @param network of the room, where it has one that this process must hold
 * @param profile becomes the server's again when the room is closed, if it is not
 */
record TakenOverRoom(
    RoomRecord record,
    Path profile,
    Optional<NamespaceInit> init,
    DevToolsEndpoint.Route devTools,
    Optional<NetworkNamespace> network,
    Optional<ServerSocketChannel> proxyListener)
    implements OccupiedRoom {

  /** With namespaces, made by root. */
  static TakenOverRoom ofRoot(RoomRecord record, Path profile, NamespaceInit init, boolean proxied)
      throws IOException {
    NetworkNamespace network = NetworkNamespace.of(init.pid());
    try {
      // Asked after it was opened: what is there now is what was opened.
      if (!init.isThere()) {
        throw new IOException("the room is gone");
      }
      return new TakenOverRoom(
          record,
          profile,
          Optional.of(init),
          new TcpRoute(network, "127.0.0.1", Inside.DEVTOOLS_PORT),
          Optional.of(network),
          proxied ? Optional.of(network.listen(Inside.PROXY_PORT)) : Optional.empty());
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** With namespaces, made by a normal user. */
  static TakenOverRoom ofUser(RoomRecord record, Path profile, NamespaceInit init, boolean proxied)
      throws IOException {
    return new TakenOverRoom(
        record,
        profile,
        Optional.of(init),
        UserRoom.route(record.scratch()),
        Optional.empty(),
        proxied ? Optional.of(UserRoom.listenAgain(record.scratch())) : Optional.empty());
  }

  /**
   * Of rules.
   *
   * @param proxyPort where the rules let the browser look for its proxy
   */
  static TakenOverRoom ofRules(
      RoomRecord record, Path profile, int devToolsPort, OptionalInt proxyPort) throws IOException {
    return new TakenOverRoom(
        record,
        profile,
        Optional.empty(),
        new TcpRoute(Network.HOST, LandlockRoom.LOOPBACK, devToolsPort),
        Optional.empty(),
        proxyPort.isPresent()
            ? Optional.of(LandlockRoom.listen(proxyPort.getAsInt()))
            : Optional.empty());
  }

  @Override
  public void close() throws IOException {
    try {
      if (proxyListener.isPresent()) {
        proxyListener.get().close();
      }
      if (network.isPresent()) {
        network.get().close();
      }
    } finally {
      record.takeBack(profile);
    }
  }
}
