package dev.valise.egress.policy;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** One line of an allow or a deny list: which hosts, and which of their ports. */
public final class EgressRule {
  private final HostPattern hosts;
  private final PortRange ports;

  private EgressRule(HostPattern hosts, PortRange ports) {
    this.hosts = hosts;
    this.ports = ports;
  }

  /**
   * Reads a rule: a host, then a colon and a port or a range of ports; without these, all ports.
   *
   * <ul>
   *   <li>{@code 10.1.0.9:80}, {@code [fd00::1]:443}, {@code fd00::1}: an address
   *   <li>{@code 10.0.0.0/8}, {@code 10.0.0.0/8:8000-8100}, {@code [fd00::/8]:443}: a network
   *   <li>{@code example.com}: that name, not those below it
   *   <li>{@code *.example.com:443}: all names below it, not the name itself
   * </ul>
   *
   * <p>Upper case and a dot at the end of a name mean nothing.
   *
   * @throws EgressSyntaxException with what was written and what is wrong with it
   */
  public static EgressRule parse(String text) {
    try {
      return read(text);
    } catch (EgressSyntaxException e) {
      throw new EgressSyntaxException(
          "network rule %s: %s".formatted(Quoted.of(text), e.getMessage()));
    }
  }

  private static EgressRule read(String text) {
    int afterHost;
    String host;
    if (text.startsWith("[")) {
      int bracket = text.indexOf(']');
      if (bracket < 0) {
        throw new EgressSyntaxException("the bracket is not closed");
      }
      afterHost = bracket + 1;
      host = text.substring(1, bracket);
      if (host.indexOf(':') < 0) {
        throw new EgressSyntaxException("brackets are for IPv6 addresses");
      }
    } else {
      int colon = text.indexOf(':');
      boolean bareIpv6 = colon != text.lastIndexOf(':');
      afterHost = colon < 0 || bareIpv6 ? text.length() : colon;
      host = text.substring(0, afterHost);
    }
    String rest = text.substring(afterHost);
    if (!rest.isEmpty() && !rest.startsWith(":")) {
      throw new EgressSyntaxException("after the bracket comes a colon with a port, or nothing");
    }
    return new EgressRule(
        hosts(host), rest.isEmpty() ? PortRange.ALL : PortRange.parse(rest.substring(1)));
  }

  private static HostPattern hosts(String text) {
    if (text.isEmpty() || text.equals("*")) {
      throw new EgressSyntaxException("a rule names an address, a network or a name");
    }
    if (text.indexOf('/') >= 0 || text.indexOf(':') >= 0) {
      return new HostPattern.Network(Cidr.parse(text.toLowerCase(Locale.ROOT)));
    }
    if (text.chars().anyMatch(it -> it > 0x7f)) {
      // java.net.IDN knows the tables of 2003, browsers those of UTS 46: a denied "straße.de"
      // would be another name to each.
      throw new EgressSyntaxException("names beyond ASCII are written in punycode (xn--…)");
    }
    if (text.startsWith("*.")) {
      return new HostPattern.NamesBelow(name(text.substring(2)));
    }
    return switch (Host.parse(text)) {
      case Host.Name name -> new HostPattern.OneName(name);
      case Host.Address _ -> new HostPattern.Network(Cidr.parse(text));
    };
  }

  private static Host.Name name(String text) {
    if (Host.parse(text) instanceof Host.Name name) {
      return name;
    }
    throw new EgressSyntaxException("there are no names below an address");
  }

  /** Which it is about; empty for names. */
  Optional<Cidr> addresses() {
    return switch (hosts) {
      case HostPattern.Network(Cidr addresses) -> Optional.of(addresses);
      case HostPattern.OneName _, HostPattern.NamesBelow _ -> Optional.empty();
    };
  }

  /** Whether it is about names, not addresses. */
  public boolean isByName() {
    return addresses().isEmpty();
  }

  PortRange ports() {
    return ports;
  }

  boolean covers(InetAddress address, int port) {
    return ports.contains(port) && hosts.covers(address);
  }

  boolean covers(Host.Name name, int port) {
    return ports.contains(port) && hosts.covers(name);
  }

  boolean covers(Optional<Host.Name> name, InetAddress address, int port) {
    return covers(address, port) || name.filter(it -> covers(it, port)).isPresent();
  }

  /** Whether it names that address itself, not just a network around it. */
  boolean namesExactly(InetAddress address, int port) {
    return covers(address, port)
        && hosts instanceof HostPattern.Network(Cidr addresses)
        && addresses.isOneAddress();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EgressRule rule && hosts.equals(rule.hosts) && ports.equals(rule.ports);
  }

  @Override
  public int hashCode() {
    return 31 * hosts.hashCode() + ports.hashCode();
  }

  /** In one spelling, which {@link #parse} reads as the same rule. */
  @Override
  public String toString() {
    String host = hosts.toString();
    if (ports.equals(PortRange.ALL)) {
      return host;
    }
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + ports;
  }
}
