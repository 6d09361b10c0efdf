package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.ResponseHead;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** A client that says exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {
  static final String PATH = "/cdp/" + TestingAccess.SESSION + "?token=" + TestingAccess.TOKEN;
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private final SocketChannel channel;
  private final InputStream in;

  /**
   * An answer to a request.
   *
   * @param head status line and fields
   */
  record Answer(ResponseHead head, String body) {
    int status() {
      return head.status();
    }

    String field(String name) {
      return head.field(name).orElse("");
    }
  }

  RawClient(TunnelServer server) throws IOException {
    channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    channel.socket().setSoTimeout(READ_TIMEOUT_MILLIS);
    in = new BufferedInputStream(channel.socket().getInputStream());
  }

  /** A client whose tunnel is open. */
  static RawClient tunnelled(TunnelServer server) throws IOException {
    var client = new RawClient(server);
    client.send(handshake());
    assertThat(client.answer().status()).isEqualTo(101);
    return client;
  }

  static String handshake() {
    return handshake(PATH);
  }

  static String handshake(String path, String... moreFields) {
    return handshakeTo(path, "valise.example", moreFields);
  }

  static String handshakeTo(String path, String host, String... moreFields) {
    String more = moreFields.length == 0 ? "" : String.join("\r\n", moreFields) + "\r\n";
    return "GET %s HTTP/1.1\r\nHost: %s\r\n".formatted(path, host)
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: %s\r\n%s\r\n".formatted(KEY, more);
  }

  void send(String text) throws IOException {
    send(text.getBytes(UTF_8));
  }

  void send(byte[]... parts) throws IOException {
    var together = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      together.writeBytes(part);
    }
    out().write(together.toByteArray());
  }

  Answer answer() throws IOException {
    String text = FakeBrowser.readHead(in);
    var head = ResponseHead.parse(text.substring(0, text.length() - 4));
    int length = Integer.parseInt(head.field("Content-Length").orElse("0"));
    return new Answer(head, new String(in.readNBytes(length), ISO_8859_1));
  }

  InputStream in() {
    return in;
  }

  OutputStream out() throws IOException {
    return channel.socket().getOutputStream();
  }

  SocketChannel channel() {
    return channel;
  }

  /** Says that nothing more comes, but goes on reading. */
  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** Goes without a goodbye: the server sees a reset instead of an end. */
  void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  /** Waits for the server's end of the connection, graceful or not. */
  void awaitEnd() throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
