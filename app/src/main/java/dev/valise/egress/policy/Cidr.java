package dev.valise.egress.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A network, as an address and the number of leading bits that its members share.
 *
 * @param network all bits beyond the prefix are zero
 * @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
 */
record Cidr(InetAddress network, int prefix) {
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");
  // Rules are written by people: in "010.0.0.1" one means 10, another 8.
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  Cidr {
    int bits = network.getAddress().length * Byte.SIZE;
    if (prefix < 0 || prefix > bits) {
      throw new EgressSyntaxException(
          "%s has a prefix of 0 to %d bits, not %d"
              .formatted(network.getHostAddress(), bits, prefix));
    }
    InetAddress masked = masked(network, prefix);
    if (!masked.equals(network)) {
      throw new EgressSyntaxException(
          "%s/%d has bits beyond its prefix: the network is %s/%d"
              .formatted(network.getHostAddress(), prefix, masked.getHostAddress(), prefix));
    }
  }

  /** The network of one address only. */
  static Cidr of(InetAddress address) {
    return new Cidr(address, address.getAddress().length * Byte.SIZE);
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address alone.
   *
   * @throws EgressSyntaxException for other spellings, and for bits beyond the prefix
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return of(address);
    }
    String prefix = text.substring(slash + 1);
    if (!PREFIX.matcher(prefix).matches()) {
      throw new EgressSyntaxException("not a network: " + Quoted.of(text));
    }
    return new Cidr(address, Integer.parseInt(prefix));
  }

  private static InetAddress address(String text) {
    boolean ipv6 = text.indexOf(':') >= 0;
    if ((ipv6 || IPV4.matcher(text).matches())
        && Host.parse(text) instanceof Host.Address(InetAddress address)) {
      return address;
    }
    throw new EgressSyntaxException("not an address in its usual spelling: " + Quoted.of(text));
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] expected = network.getAddress();
    int whole = prefix / Byte.SIZE;
    int rest = prefix % Byte.SIZE;
    return bytes.length == expected.length
        && Arrays.equals(bytes, 0, whole, expected, 0, whole)
        && (rest == 0 || ((bytes[whole] ^ expected[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0);
  }

  boolean isOneAddress() {
    return prefix == network.getAddress().length * Byte.SIZE;
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** With its prefix, unless it is one address. */
  @Override
  public String toString() {
    return network.getHostAddress() + (isOneAddress() ? "" : "/" + prefix);
  }
}
