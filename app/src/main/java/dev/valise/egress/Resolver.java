package dev.valise.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up. */
@FunctionalInterface
public interface Resolver {

  /**
   * Called on platform threads, from several at once, and may block.
   *
   * @param name a valid host name, lower case, not an address
   * @return in the order in which they are to be tried
   * @throws UnknownHostException when it has none
   */
  List<InetAddress> resolve(String name) throws UnknownHostException;

  /** That of the JDK: the system's, with answers kept for {@code networkaddress.cache.ttl}. */
  static Resolver ofThisMachine() {
    return name -> List.of(InetAddress.getAllByName(name));
  }
}
