package dev.valise.egress.policy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a connection is to go: a name to be looked up, or an address. Whatever some resolver would
 * take for an address is one here, so that a {@link Name} is never an address in disguise.
 */
public sealed interface Host {

  /**
   * Reads a host in any spelling.
   *
   * <p>A host whose last label is a number is an IPv4 address or nothing (URL Standard, "ends in a
   * number checker"), with one to four parts, each decimal, octal or hexadecimal (inet_aton(3)). An
   * IPv4-mapped IPv6 address is the IPv4 address that the kernel would connect to. Zones ({@code
   * fe80::1%eth0}) are refused: they belong to link-local addresses, which no browser needs.
   *
   * @throws EgressSyntaxException for anything else, such as brackets, spaces, NUL or non-ASCII
   */
  static Host parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String host = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (host.indexOf(':') >= 0) {
      return new Address(ipv6(host));
    }
    return Name.endsInNumber(host) ? new Address(ipv4(host)) : new Name(host);
  }

  private static InetAddress ipv6(String text) {
    try {
      // The JDK also takes zones and brackets.
      if (text.indexOf('%') < 0 && text.indexOf('[') < 0) {
        return Inet6Address.ofLiteral(text);
      }
    } catch (IllegalArgumentException _) {
      // Said below, in the same words.
    }
    throw new EgressSyntaxException("not an IPv6 address: " + Quoted.of(text));
  }

  private static InetAddress ipv4(String text) {
    try {
      return Inet4Address.ofPosixLiteral(text);
    } catch (IllegalArgumentException _) {
      throw new EgressSyntaxException("not an IPv4 address: " + Quoted.of(text));
    }
  }

  /**
   * A name for a resolver.
   *
   * @param value 1 to 253 characters, lower case, internationalised names in punycode, no dot at
   *     the end. Underscores are no part of host names, but browsers and resolvers take them
   */
  record Name(String value) implements Host {
    private static final Pattern SHAPE =
        Pattern.compile("(?=.{1,253}\\z)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    public Name {
      if (!SHAPE.matcher(value).matches() || endsInNumber(value)) {
        throw new EgressSyntaxException("not a host name: " + Quoted.of(value));
      }
    }

    private static boolean endsInNumber(String host) {
      return NUMBER_AT_END.matcher(host).matches();
    }

    /**
     * Whether it is this machine's loopback, whatever a resolver says (RFC 6761 section 6.3;
     * Chromium does the same in {@code net::IsLocalHostname}).
     */
    public boolean isLocalhost() {
      return value.equals("localhost") || value.endsWith(".localhost");
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** An address; IPv4-mapped ones are {@link Inet4Address}, as everywhere in the JDK. */
  record Address(InetAddress value) implements Host {
    /** Without brackets. */
    @Override
    public String toString() {
      return value.getHostAddress();
    }
  }
}
