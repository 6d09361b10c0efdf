package dev.valise.server;

import dev.valise.egress.Resolver;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.egress.policy.OwnAddresses;
import dev.valise.session.ServerNetwork;
import java.util.List;

/**
 * Where browsers in rooms may connect to, beside the public Internet.
 *
 * @param loopbackPorts of this machine, as {@link LoopbackPorts#parse} reads them; empty for none
 * @param allow rules such as {@code 10.1.0.9:80}, as {@link EgressRules} has them
 * @param deny the same; they win
 * @param allowByClients whether organisations and clients may allow more, and send browsers through
 *     proxies of their own
 */
public record NetworkOptions(
    String loopbackPorts, List<String> allow, List<String> deny, boolean allowByClients) {
  public static final NetworkOptions NONE = new NetworkOptions("", List.of(), List.of(), true);

  /**
   * @throws IllegalArgumentException that says which rule cannot be read
   */
  public NetworkOptions {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    var _ = ports(loopbackPorts);
    var _ = EgressRules.parse(allow, deny);
  }

  ServerNetwork network() {
    return new ServerNetwork(
        EgressRules.parse(allow, deny),
        ports(loopbackPorts),
        allowByClients,
        OwnAddresses.ofThisMachine(),
        Resolver.ofThisMachine());
  }

  private static LoopbackPorts ports(String text) {
    return text.isEmpty() ? LoopbackPorts.NONE : LoopbackPorts.parse(text);
  }
}
