package dev.valise.egress.policy;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Judges where a browser may connect to. In this order:
 *
 * <ol>
 *   <li>a rule of the deny list denies;
 *   <li>loopback is for {@link LoopbackPorts} alone, whatever the allow list says;
 *   <li>an address of this machine, and one that is not of the public Internet, is denied unless
 *       the allow list opens it ({@link SpecialNetwork.Opening});
 *   <li>the rest is allowed.
 * </ol>
 *
 * <p>Immutable, and thread-safe if the {@link OwnAddresses} are.
 */
public final class EgressPolicy {
  private static final Verdict ALLOWED = new Verdict.Allowed();

  private final EgressRules rules;
  private final LoopbackPorts loopbackPorts;
  private final OwnAddresses ownAddresses;

  public EgressPolicy(EgressRules rules, LoopbackPorts loopbackPorts, OwnAddresses ownAddresses) {
    this.rules = rules;
    this.loopbackPorts = loopbackPorts;
    this.ownAddresses = ownAddresses;
  }

  /**
   * Judges a name by itself: before it is looked up, or when another proxy will do that. Allowed is
   * not yet a permission for the addresses that it has.
   */
  public Verdict judge(Host.Name name, int port) {
    return rules.deny().stream()
        .filter(it -> it.covers(name, port))
        .findFirst()
        .map(EgressPolicy::deniedBy)
        .orElse(ALLOWED);
  }

  /**
   * Judges an address.
   *
   * @param name what it was looked up for, if it was
   */
  public Verdict judge(Optional<Host.Name> name, InetAddress address, int port) {
    Optional<Verdict> denied =
        rules.deny().stream()
            .filter(it -> it.covers(name, address, port))
            .findFirst()
            .map(EgressPolicy::deniedBy);
    if (denied.isPresent()) {
      return denied.get();
    }
    Optional<SpecialNetwork> special = SpecialNetwork.of(address);
    if (special.filter(it -> it == SpecialNetwork.LOOPBACK).isPresent()) {
      return loopbackPorts.contains(port)
          ? ALLOWED
          : new Verdict.Denied("loopback port %d is not open to browsers".formatted(port));
    }
    if (ownAddresses.contains(address)
        && !isOpened(SpecialNetwork.Opening.EXACT_ADDRESS, name, address, port)) {
      return new Verdict.Denied("the address is this machine's own");
    }
    return special
        .filter(it -> !isOpened(it.opening(), name, address, port))
        .<Verdict>map(it -> new Verdict.Denied("the address is " + it.words()))
        .orElse(ALLOWED);
  }

  private boolean isOpened(
      SpecialNetwork.Opening opening, Optional<Host.Name> name, InetAddress address, int port) {
    return switch (opening) {
      case NEVER -> false;
      case EXACT_ADDRESS -> rules.allow().stream().anyMatch(it -> it.namesExactly(address, port));
      case ANY_RULE -> rules.allow().stream().anyMatch(it -> it.covers(name, address, port));
    };
  }

  private static Verdict deniedBy(EgressRule rule) {
    return new Verdict.Denied("rule " + rule + " denies it");
  }
}
