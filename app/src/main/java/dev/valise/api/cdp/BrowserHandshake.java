package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A WebSocket opening handshake that Chromium agreed to.
 *
 * @param channel connected to Chromium, in blocking mode; belongs to whoever receives this
 * @param extensions what Chromium accepted of the offer, if anything
 * @param early bytes that came right behind the handshake and belong to the tunnel
 */
record BrowserHandshake(SocketChannel channel, Optional<String> extensions, ByteBuffer early) {
  private static final int MAX_HEAD = 8192;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

  /**
   * Connects to Chromium and shakes hands in the client's name. Blocks.
   *
   * <p>The request is written anew instead of passing the client's on: Chromium answers 403 to a
   * foreign {@code Origin} and 500 to a {@code Host} that is neither an IP address nor localhost
   * (content/browser/devtools/devtools_http_handler.cc), and the client's URL carries its token.
   *
   * @param devTools {@code ws://127.0.0.1:<port>/devtools/browser/<guid>}
   * @param limit for all of it together
   * @throws IOException when no Chromium is there, or none that agrees in time; nothing stays open
   */
  static BrowserHandshake perform(URI devTools, ClientHandshake client, Duration limit)
      throws IOException {
    var deadline = Deadline.in(limit);
    var channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var address = new InetSocketAddress(devTools.getHost(), devTools.getPort());
      channel.socket().connect(address, deadline.millisLeft());
      channel.socket().getOutputStream().write(request(devTools, client));
      return answer(channel, client.key(), deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static byte[] request(URI devTools, ClientHandshake client) {
    String offer =
        client.extensions().map(e -> "Sec-WebSocket-Extensions: " + e + "\r\n").orElse("");
    return """
    GET %s HTTP/1.1\r
    Host: %s\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: %s\r
    %s\r
    """
        .formatted(devTools.getRawPath(), devTools.getRawAuthority(), client.key().text(), offer)
        .getBytes(ISO_8859_1);
  }

  private static BrowserHandshake answer(SocketChannel channel, WebSocketKey key, Deadline deadline)
      throws IOException {
    byte[] received = new byte[MAX_HEAD];
    int length = 0;
    int end = -1;
    while (end < 0) {
      length += read(channel.socket(), received, length, deadline);
      end = headEnd(received, length);
    }
    var head = ResponseHead.parse(new String(received, 0, end, ISO_8859_1));
    if (head.status() != 101) {
      throw new IOException("the browser answered the handshake with " + head.status());
    }
    if (!head.field("Sec-WebSocket-Accept").equals(Optional.of(key.accept()))) {
      throw new IOException("the browser's Sec-WebSocket-Accept does not answer the key");
    }
    int rest = end + HEAD_END.length;
    return new BrowserHandshake(
        channel,
        head.field("Sec-WebSocket-Extensions"),
        ByteBuffer.wrap(received, rest, length - rest));
  }

  /** Reads through the socket's stream: unlike the channel itself it has a timeout. */
  private static int read(Socket socket, byte[] into, int offset, Deadline deadline)
      throws IOException {
    if (offset == into.length) {
      throw new IOException("the head of the browser's answer is longer than " + MAX_HEAD);
    }
    socket.setSoTimeout(deadline.millisLeft());
    int read = socket.getInputStream().read(into, offset, into.length - offset);
    if (read < 0) {
      throw new IOException("the browser hung up during the handshake");
    }
    return read;
  }

  private static int headEnd(byte[] bytes, int length) {
    for (int i = 0; i + HEAD_END.length <= length; i++) {
      if (Arrays.equals(bytes, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
        return i;
      }
    }
    return -1;
  }
}
