package dev.valise.egress;

import dev.valise.egress.policy.Target;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * The server's side of SOCKS 5 (RFC 1928): no authentication, because whoever reaches the listener
 * is the browser, and CONNECT only. Reads not one byte beyond the request.
 */
final class SocksHandshake {
  private static final int VERSION = 5;
  private static final byte NO_AUTHENTICATION = 0;
  private static final byte NO_ACCEPTABLE_METHOD = (byte) 0xff;
  private static final int CONNECT = 1;

  private final ByteChannel client;

  SocksHandshake(ByteChannel client) {
    this.client = client;
  }

  /**
   * Reads what the client wants.
   *
   * @throws NoConnectionException for a request that has to be answered with a refusal
   * @throws IOException for a client that speaks something else, or ends
   */
  Target request() throws IOException {
    greet();
    version();
    int command = Octets.readByte(client);
    Octets.readByte(client);
    // Read even for other commands: with unread bytes behind it, an answer can get lost in a reset.
    Target target = SocksAddress.read(client);
    if (command != CONNECT) {
      throw new NoConnectionException(Reply.COMMAND_NOT_SUPPORTED, "command " + command);
    }
    return target;
  }

  private void greet() throws IOException {
    version();
    ByteBuffer methods = Octets.read(client, Octets.readByte(client));
    while (methods.hasRemaining()) {
      if (methods.get() == NO_AUTHENTICATION) {
        Octets.write(client, ByteBuffer.wrap(new byte[] {VERSION, NO_AUTHENTICATION}));
        return;
      }
    }
    Octets.write(client, ByteBuffer.wrap(new byte[] {VERSION, NO_ACCEPTABLE_METHOD}));
    throw new ProtocolException("the client insists on authentication");
  }

  private void version() throws IOException {
    int version = Octets.readByte(client);
    if (version != VERSION) {
      throw new ProtocolException("not SOCKS 5, but " + version);
    }
  }

  /** Answers the request. The bound address is left out: it would tell about this machine. */
  void answer(Reply reply) throws IOException {
    Octets.write(
        client, ByteBuffer.wrap(new byte[] {VERSION, (byte) reply.code(), 0, 1, 0, 0, 0, 0, 0, 0}));
  }
}
