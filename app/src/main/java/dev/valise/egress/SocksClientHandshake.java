package dev.valise.egress;

import dev.valise.egress.policy.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The client's side of SOCKS 5, with user name and password (RFC 1928, RFC 1929). */
final class SocksClientHandshake {
  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int SUBNEGOTIATION_VERSION = 1;
  private static final int CONNECT = 1;

  private final ByteChannel proxy;
  private final Target target;

  private SocksClientHandshake(ByteChannel proxy, Target target) {
    this.proxy = proxy;
    this.target = target;
  }

  /**
   * Has the proxy connect.
   *
   * @throws NoConnectionException when it does not, with its reply
   */
  static void perform(ByteChannel proxy, Target target, Optional<Credentials> credentials)
      throws IOException {
    var handshake = new SocksClientHandshake(proxy, target);
    handshake.authenticate(credentials);
    handshake.connect();
  }

  private void authenticate(Optional<Credentials> credentials) throws IOException {
    send(
        credentials.isPresent()
            ? new byte[] {VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD}
            : new byte[] {VERSION, 1, NO_AUTHENTICATION});
    expect(VERSION);
    int method = Octets.readByte(proxy);
    if (method == USER_AND_PASSWORD && credentials.isPresent()) {
      present(credentials.get());
    } else if (method != NO_AUTHENTICATION) {
      throw DeniedException.byUpstream(
          Reply.GENERAL_FAILURE, target, "the upstream proxy wants another authentication");
    }
  }

  private void present(Credentials credentials) throws IOException {
    byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
    byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
    send(
        ByteBuffer.allocate(3 + user.length + password.length)
            .put((byte) SUBNEGOTIATION_VERSION)
            .put((byte) user.length)
            .put(user)
            .put((byte) password.length)
            .put(password)
            .array());
    expect(SUBNEGOTIATION_VERSION);
    if (Octets.readByte(proxy) != 0) {
      throw DeniedException.byUpstream(
          Reply.GENERAL_FAILURE, target, "the upstream proxy does not take the credentials");
    }
  }

  private void connect() throws IOException {
    byte[] address = SocksAddress.of(target);
    send(
        ByteBuffer.allocate(3 + address.length)
            .put(new byte[] {VERSION, CONNECT, 0})
            .put(address)
            .array());
    expect(VERSION);
    Reply reply = Reply.ofCode(Octets.readByte(proxy));
    if (reply == Reply.NOT_ALLOWED) {
      throw DeniedException.byUpstream(reply, target, "the upstream proxy does not allow it");
    }
    if (reply != Reply.SUCCEEDED) {
      throw new NoConnectionException(reply, target + ": the upstream proxy answers " + reply);
    }
    Octets.readByte(proxy);
    SocksAddress.skip(proxy);
  }

  private void send(byte[] bytes) throws IOException {
    Octets.write(proxy, ByteBuffer.wrap(bytes));
  }

  private void expect(int version) throws IOException {
    int actual = Octets.readByte(proxy);
    if (actual != version) {
      throw new NoConnectionException(
          Reply.GENERAL_FAILURE, "the upstream proxy does not speak SOCKS 5");
    }
  }
}
