package dev.valise.egress;

import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** Address type, address and port, as both requests and replies have them (RFC 1928, section 5). */
final class SocksAddress {
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private SocksAddress() {}

  /**
   * Reads them. Chromium sends literal addresses as names, too (net/socket/
   * socks5_client_socket.cc), so names are searched for addresses.
   *
   * @throws NoConnectionException for an unknown type, a port 0, and what is no host name
   */
  static Target read(ReadableByteChannel channel) throws IOException {
    int type = Octets.readByte(channel);
    int length = length(type, channel);
    byte[] host = new byte[length];
    ByteBuffer bytes = Octets.read(channel, length + Short.BYTES).get(host);
    try {
      return new Target(
          type == NAME
              ? Host.parse(new String(host, StandardCharsets.ISO_8859_1))
              : new Host.Address(InetAddress.getByAddress(host)),
          Short.toUnsignedInt(bytes.getShort()));
    } catch (EgressSyntaxException e) {
      throw new NoConnectionException(Reply.NOT_ALLOWED, "what the client names is no target", e);
    }
  }

  /** Reads over one that says nothing, such as the bound address in a reply. */
  static void skip(ReadableByteChannel channel) throws IOException {
    Octets.read(channel, length(Octets.readByte(channel), channel) + Short.BYTES);
  }

  private static int length(int type, ReadableByteChannel channel) throws IOException {
    return switch (type) {
      case IPV4 -> 4;
      case IPV6 -> 16;
      case NAME -> Octets.readByte(channel);
      default ->
          throw new NoConnectionException(Reply.ADDRESS_TYPE_NOT_SUPPORTED, "address type " + type);
    };
  }

  /** The shortest form. A name has at most 253 bytes, so that its length fits. */
  static byte[] of(Target target) {
    byte[] host =
        switch (target.host()) {
          case Host.Name name -> name.value().getBytes(StandardCharsets.US_ASCII);
          case Host.Address address -> address.value().getAddress();
        };
    ByteBuffer bytes = ByteBuffer.allocate(2 + host.length + Short.BYTES);
    switch (target.host()) {
      case Host.Name _ -> bytes.put((byte) NAME).put((byte) host.length);
      case Host.Address _ -> bytes.put((byte) (host.length == 4 ? IPV4 : IPV6));
    }
    bytes.put(host).putShort((short) target.port()).flip();
    byte[] exact = new byte[bytes.remaining()];
    bytes.get(exact);
    return exact;
  }
}
