package dev.valise.cdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A WebSocket opening handshake (RFC 6455, section 4) that a browser agreed to.
 *
 * @param channel connected to the browser, in blocking mode; belongs to whoever receives this
 * @param extensions what the browser accepted of the offer, if anything
 * @param early bytes that came right behind the handshake
 */
public record DevToolsHandshake(
    SocketChannel channel, Optional<String> extensions, ByteBuffer early) {
  private static final int MAX_HEAD = 8192;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

  /**
   * What is said in a handshake.
   *
   * @param extensions offered, if any
   */
  public record Offer(WebSocketKey key, Optional<String> extensions) {}

  /**
   * Connects and shakes hands. Blocks.
   *
   * <p>Neither an {@code Origin} nor a foreign {@code Host} is sent: Chromium answers 403 to the
   * one and 500 to the other unless it is an IP address or localhost
   * (content/browser/devtools/devtools_http_handler.cc).
   *
   * @param limit for all of it together
   * @throws SocketTimeoutException when the limit passes first
   * @throws IOException when nobody is there, or nobody who agrees; nothing stays open
   */
  public static DevToolsHandshake perform(DevToolsEndpoint endpoint, Offer offer, Duration limit)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    SocketChannel channel = endpoint.route().connect(limit);
    try {
      var left = Duration.ofNanos(deadline - System.nanoTime());
      return TimeLimit.within(left, channel, () -> exchange(channel, endpoint, offer));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static DevToolsHandshake exchange(
      SocketChannel channel, DevToolsEndpoint endpoint, Offer offer) throws IOException {
    ByteBuffer request = request(endpoint, offer);
    while (request.hasRemaining()) {
      channel.write(request);
    }
    return answer(channel, offer.key());
  }

  private static ByteBuffer request(DevToolsEndpoint endpoint, Offer offer) {
    String extensions =
        offer.extensions().map(e -> "Sec-WebSocket-Extensions: " + e + "\r\n").orElse("");
    String head =
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: %s\r
        %s\r
        """
            .formatted(
                endpoint.target(),
                endpoint.uri().getRawAuthority(),
                offer.key().text(),
                extensions);
    return ByteBuffer.wrap(head.getBytes(ISO_8859_1));
  }

  private static DevToolsHandshake answer(SocketChannel channel, WebSocketKey key)
      throws IOException {
    var received = ByteBuffer.allocate(MAX_HEAD);
    int end = -1;
    while (end < 0) {
      if (!received.hasRemaining()) {
        throw new IOException("the head of the browser's answer is longer than " + MAX_HEAD);
      }
      if (channel.read(received) < 0) {
        throw new IOException("the browser hung up during the handshake");
      }
      end = headEnd(received.array(), received.position());
    }
    var head = ResponseHead.parse(new String(received.array(), 0, end, ISO_8859_1));
    if (head.status() != 101) {
      throw new IOException("the browser answered the handshake with " + head.status());
    }
    if (!head.field("Sec-WebSocket-Accept").equals(Optional.of(key.accept()))) {
      throw new IOException("the browser's Sec-WebSocket-Accept does not answer the key");
    }
    received.flip().position(end + HEAD_END.length);
    return new DevToolsHandshake(channel, head.field("Sec-WebSocket-Extensions"), received);
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
