package dev.valise.egress.policy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses that are no part of the public Internet, and are therefore denied by default. From
 * IANA's registries of special-purpose IPv4 and IPv6 addresses. The documentation networks are not
 * among them: nothing answers there, except in simulated networks.
 *
 * <p>The first constant that has an address says what it is.
 */
enum SpecialNetwork {
  // Linux connects these to its loopback.
  UNSPECIFIED("unspecified", Opening.NEVER, "0.0.0.0/8", "::/128"),
  LOOPBACK("loopback", Opening.NEVER, "127.0.0.0/8", "::1/128"),
  // Beyond link-local addresses: Azure's WireServer (Microsoft Learn, "What is IP address
  // 168.63.129.16?"), Alibaba Cloud, Oracle Cloud, and IPv6 at AWS and Google Cloud.
  METADATA(
      "link-local, or a cloud's metadata",
      Opening.EXACT_ADDRESS,
      "169.254.0.0/16",
      "fe80::/10",
      "168.63.129.16/32",
      "100.100.100.200/32",
      "192.0.0.192/32",
      "fd00:ec2::/32",
      "fd20:ce::254/128"),
  PRIVATE(
      "private",
      Opening.ANY_RULE,
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "fc00::/7",
      "fec0::/10"),
  CARRIER_GRADE_NAT("shared by a carrier's NAT", Opening.ANY_RULE, "100.64.0.0/10"),
  BENCHMARKING("for benchmarks", Opening.ANY_RULE, "198.18.0.0/15", "2001:2::/48"),
  MULTICAST("multicast", Opening.ANY_RULE, "224.0.0.0/4", "ff00::/8"),
  // An IPv4 address inside an IPv6 address gets past rules about the IPv4 address.
  EMBEDDED_IPV4(
      "IPv6 around an IPv4 address",
      Opening.ANY_RULE,
      "::/96",
      "::ffff:0:0:0/96",
      "64:ff9b::/96",
      "64:ff9b:1::/48",
      "2001::/32",
      "2002::/16"),
  RESERVED(
      "reserved", Opening.ANY_RULE, "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23");

  /** All that IANA has given out as global unicast; the rest of IPv6 is for something else. */
  static final Cidr GLOBAL_IPV6 = Cidr.parse("2000::/3");

  /** Which rule of an allow list opens an address that is denied by default. */
  enum Opening {
    NEVER,
    /**
     * One that names the very address. Whoever allows 10.0.0.0/8, or a name, hardly means a service
     * of this machine that happens to be there.
     */
    EXACT_ADDRESS,
    ANY_RULE
  }

  private final String words;
  private final Opening opening;

  @SuppressWarnings("ImmutableEnumChecker") // Stream.toList() cannot be changed, nor can a Cidr
  private final List<Cidr> networks;

  SpecialNetwork(String words, Opening opening, String... networks) {
    this.words = words;
    this.opening = opening;
    this.networks = Stream.of(networks).map(Cidr::parse).toList();
  }

  /** Empty for an address of the public Internet. */
  static Optional<SpecialNetwork> of(InetAddress address) {
    return Arrays.stream(values())
        .filter(it -> it.networks.stream().anyMatch(network -> network.contains(address)))
        .findFirst()
        .or(() ->
            isIpv6(address) && !GLOBAL_IPV6.contains(address)
                ? Optional.of(RESERVED)
                : Optional.empty());
  }

  private static boolean isIpv6(InetAddress address) {
    return address.getAddress().length == 16;
  }

  Opening opening() {
    return opening;
  }

  List<Cidr> networks() {
    return networks;
  }

  /** For a message: "the address is …". */
  String words() {
    return words;
  }
}
