package dev.valise.chromium.isolation;

import java.net.InetAddress;
import java.util.List;

/** What a room has of the network. */
public sealed interface RoomNetwork {

  /** Nothing. */
  record None() implements RoomNetwork {}

  /** A listening socket for a proxy, the only way out. */
  record Proxied() implements RoomNetwork {}

  /**
   * A route, for TCP and UDP; only rooms with namespaces can have it.
   *
   * @param rules the first that matches a packet counts; what none matches goes out
   */
  record Full(List<Rule> rules) implements RoomNetwork {
    public Full {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What becomes of packets to a network.
   *
   * @param network its first address
   * @param prefix how many leading bits its addresses share
   * @param firstPort of TCP and UDP; 1 to 65535 are all ports, and packets without ports
   */
  record Rule(boolean accepts, InetAddress network, int prefix, int firstPort, int lastPort) {}
}
