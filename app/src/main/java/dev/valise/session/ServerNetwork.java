package dev.valise.session;

import dev.valise.egress.Resolver;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.egress.policy.OwnAddresses;
import dev.valise.model.Refusal;

/**
 * What whoever runs the server lays down about the networks of all browsers.
 *
 * @param rules for all of them
 * @param loopbackPorts of this machine that they may reach; no rule opens more
 * @param allowByClients whether organisations and clients may open what is denied by default, and
 *     send browsers through proxies of their own
 */
public record ServerNetwork(
    EgressRules rules,
    LoopbackPorts loopbackPorts,
    boolean allowByClients,
    OwnAddresses ownAddresses,
    Resolver resolver) {

  /**
   * @throws Refusal.Forbidden unless clients may open what is denied by default
   */
  void checkOpens() {
    if (!allowByClients) {
      throw new Refusal.Forbidden(
          "this server lets nobody but its operator open networks: allow and upstream are not to be"
              + " given here (--network-allow-by-clients false)");
    }
  }
}
