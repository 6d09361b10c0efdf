package dev.valise.chromium.isolation;

import java.net.Inet4Address;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules that packets leave a room by, as nft(8) reads them. They stand in the room's network,
 * in which the browser has no right to change anything. They judge what goes out and need no memory
 * of connections: nothing comes in that was not asked for.
 *
 * @param ofServer what only packets of the server's way to DevTools are; without that way a page
 *     could open the DevTools of its own browser
 */
record PacketFilter(String ofServer) {

  /** Packets of sockets that root opened, which a browser of another user cannot. */
  static final PacketFilter FOR_ROOT = new PacketFilter("meta skuid 0");

  /**
   * Packets from ports that the kernel gives only to who has rights over the room's network: server
   * and browser are one user, and told apart by nothing else.
   */
  static final PacketFilter FOR_USER = new PacketFilter("tcp sport < 1024");

  private static final int ALL_PORTS = 0xffff;

  String text(RoomNetwork.Full network) {
    // On loopback only who opens a connection is judged: answers need no rule of their own.
    return """
    table inet room {
      chain input {
        type filter hook input priority 0; policy drop;
        iif lo accept
        ct state { established, related } accept
        icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
      }
      chain output {
        type filter hook output priority 0; policy accept;
        oif lo tcp dport %d %s accept
        oif lo tcp flags & (syn | ack) != syn accept
        oif lo meta l4proto { icmp, ipv6-icmp } accept
        oif lo counter reject
        icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept
        ip daddr %s meta l4proto { tcp, udp } th dport 53 accept
    %s  }
    }
    """
        .formatted(Inside.DEVTOOLS_PORT, ofServer, OutsideRoute.RESOLVER, lines(network.rules()));
  }

  private static String lines(List<RoomNetwork.Rule> rules) {
    return rules.stream().map(PacketFilter::line).collect(Collectors.joining());
  }

  private static String line(RoomNetwork.Rule rule) {
    String family = rule.network() instanceof Inet4Address ? "ip" : "ip6";
    String ports =
        rule.firstPort() <= 1 && rule.lastPort() == ALL_PORTS
            ? ""
            : "meta l4proto { tcp, udp } th dport %d-%d "
                .formatted(rule.firstPort(), rule.lastPort());
    return "    %s daddr %s/%d %s%s%n"
        .formatted(
            family,
            rule.network().getHostAddress(),
            rule.prefix(),
            ports,
            rule.accepts() ? "accept" : "counter reject");
  }
}
