package dev.valise.egress.policy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** The addresses of the machine that the server runs on, public ones too. Thread-safe. */
@FunctionalInterface
public interface OwnAddresses {

  boolean contains(InetAddress address);

  /**
   * Those of its network interfaces at the time of the question, since they come and go: 0.05 to
   * 0.15 ms a question. Not among them is an address that a NAT before the machine maps to it.
   */
  static OwnAddresses ofThisMachine() {
    return address -> {
      try {
        return NetworkInterface.getByInetAddress(address) != null;
      } catch (SocketException _) {
        // Not to know is no permission.
        return true;
      }
    };
  }
}
