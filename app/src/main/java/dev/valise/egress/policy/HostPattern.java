package dev.valise.egress.policy;

import java.net.InetAddress;

/** The hosts that a rule is about. */
sealed interface HostPattern {

  boolean covers(InetAddress address);

  boolean covers(Host.Name name);

  /** The addresses of a network, whichever name led to them. */
  record Network(Cidr addresses) implements HostPattern {
    @Override
    public boolean covers(InetAddress address) {
      return addresses.contains(address);
    }

    @Override
    public boolean covers(Host.Name name) {
      return false;
    }

    @Override
    public String toString() {
      return addresses.toString();
    }
  }

  /** One name; names below it are others. */
  record OneName(Host.Name name) implements HostPattern {
    @Override
    public boolean covers(InetAddress address) {
      return false;
    }

    @Override
    public boolean covers(Host.Name other) {
      return name.equals(other);
    }

    @Override
    public String toString() {
      return name.toString();
    }
  }

  /** All names below one, at any depth, without that one itself. */
  record NamesBelow(Host.Name parent) implements HostPattern {
    @Override
    public boolean covers(InetAddress address) {
      return false;
    }

    @Override
    public boolean covers(Host.Name name) {
      return name.value().endsWith("." + parent.value());
    }

    @Override
    public String toString() {
      return "*." + parent;
    }
  }
}
