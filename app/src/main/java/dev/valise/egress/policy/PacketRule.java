package dev.valise.egress.policy;

import java.net.InetAddress;

/**
 * What becomes of packets to a network, for a filter that knows addresses and ports only.
 *
 * @param network its first address
 * @param prefix how many leading bits its addresses share
 */
public record PacketRule(boolean accepts, InetAddress network, int prefix, PortRange ports) {

  static PacketRule accept(Cidr cidr, PortRange ports) {
    return new PacketRule(true, cidr.network(), cidr.prefix(), ports);
  }

  static PacketRule reject(Cidr cidr, PortRange ports) {
    return new PacketRule(false, cidr.network(), cidr.prefix(), ports);
  }
}
