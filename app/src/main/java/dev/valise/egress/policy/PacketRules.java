package dev.valise.egress.policy;

import dev.valise.egress.policy.SpecialNetwork.Opening;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The judgements of {@link EgressPolicy} for packets, which carry no names: the first rule that
 * matches counts, and what none matches is allowed. No rule opens loopback.
 */
public final class PacketRules {
  private static final Cidr ALL_IPV6 = Cidr.parse("::/0");

  private PacketRules() {}

  /**
   * Puts them in order.
   *
   * @param rules an allow rule by name opens nothing here
   * @param ownAddresses of this machine
   * @throws EgressSyntaxException for a deny rule by name, which a filter of packets cannot keep
   */
  public static List<PacketRule> of(EgressRules rules, Collection<InetAddress> ownAddresses) {
    List<PacketRule> order = new ArrayList<>();
    for (EgressRule rule : rules.deny()) {
      Cidr addresses =
          rule.addresses()
              .orElseThrow(() ->
                  new EgressSyntaxException(
                      "network rule %s denies names, which a network without the proxy does not see"
                          .formatted(rule)));
      order.add(PacketRule.reject(addresses, rule.ports()));
    }
    reject(order, Opening.NEVER);
    accept(order, rules.allow(), true);
    ownAddresses.forEach(address -> order.add(PacketRule.reject(Cidr.of(address), PortRange.ALL)));
    reject(order, Opening.EXACT_ADDRESS);
    accept(order, rules.allow(), false);
    reject(order, Opening.ANY_RULE);
    order.add(PacketRule.accept(SpecialNetwork.GLOBAL_IPV6, PortRange.ALL));
    order.add(PacketRule.reject(ALL_IPV6, PortRange.ALL));
    return List.copyOf(order);
  }

  private static void reject(List<PacketRule> order, Opening opening) {
    Arrays.stream(SpecialNetwork.values())
        .filter(special -> special.opening() == opening)
        .flatMap(special -> special.networks().stream())
        .forEach(network -> order.add(PacketRule.reject(network, PortRange.ALL)));
  }

  private static void accept(List<PacketRule> order, List<EgressRule> allow, boolean oneAddress) {
    for (EgressRule rule : allow) {
      Optional<Cidr> addresses = rule.addresses();
      if (addresses.isPresent() && (addresses.get().isOneAddress() || !oneAddress)) {
        order.add(PacketRule.accept(addresses.get(), rule.ports()));
      }
    }
  }
}
