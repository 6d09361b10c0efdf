package dev.valise.chromium.landlock;

import java.util.Set;

/**
 * The only TCP ports of a process; the kernel knows no addresses here, so that a port to connect to
 * is allowed on every machine.
 *
 * @param connect 1 to 65535
 * @param bind 1 to 65535; 0 for one that the kernel picks, of net.ipv4.ip_local_port_range
 */
public record TcpRules(Set<Integer> connect, Set<Integer> bind) {

  private static final int HIGHEST = 65535;

  public TcpRules {
    connect = Set.copyOf(connect);
    bind = Set.copyOf(bind);
    if (connect.stream().anyMatch(port -> port < 1 || port > HIGHEST)
        || bind.stream().anyMatch(port -> port < 0 || port > HIGHEST)) {
      throw new IllegalArgumentException("Not TCP ports: %s, %s".formatted(connect, bind));
    }
  }
}
