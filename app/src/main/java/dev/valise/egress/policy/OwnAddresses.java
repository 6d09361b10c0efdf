package dev.valise.egress.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** The addresses of the machine that the server runs on, public ones too. Thread-safe. */
@FunctionalInterface
public interface OwnAddresses {

  boolean contains(InetAddress address);

  /**
   * Those that it has now, without zones.
   *
   * @throws SocketException when that cannot be found out
   */
  static List<InetAddress> now() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(OwnAddresses::withoutZone)
        .distinct()
        .toList();
  }

  private static InetAddress withoutZone(InetAddress address) {
    try {
      return address instanceof Inet6Address
          ? Inet6Address.getByAddress(null, address.getAddress(), -1)
          : address;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address has 16 bytes", e);
    }
  }

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
