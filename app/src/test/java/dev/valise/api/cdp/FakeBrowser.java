package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.WebSocketKey;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A WebSocket peer in Chromium's place, whose every byte a test decides. */
final class FakeBrowser implements AutoCloseable {

  /**
   * What the browser does with one connection; when it returns the connection is closed. An
   * IOException is a client that went; any other failure comes out of {@link #awaitAllGone}.
   */
  interface Conversation {
    void hold(Peer peer) throws Exception;
  }

  /**
   * One connection.
   *
   * @param request head of the request, up to and with the empty line
   */
  record Peer(SocketChannel channel, String request) {
    InputStream in() throws IOException {
      return channel.socket().getInputStream();
    }

    OutputStream out() throws IOException {
      return channel.socket().getOutputStream();
    }

    /** Answers 101, with more bytes glued to it. */
    void agree(byte... glued) throws IOException {
      var answer = new ByteArrayOutputStream();
      answer.writeBytes(agreement(""));
      answer.writeBytes(glued);
      out().write(answer.toByteArray());
    }

    /** Chromium's 101, with more header fields. */
    byte[] agreement(String moreFields) {
      String key = request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
      return """
      HTTP/1.1 101 WebSocket Protocol Handshake\r
      Upgrade: WebSocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Accept: %s\r
      %s\r
      """
          .formatted(new WebSocketKey(key).accept(), moreFields)
          .getBytes(ISO_8859_1);
    }

    /** Reads until the other side has nothing more to say. */
    void drain() throws IOException {
      in().transferTo(OutputStream.nullOutputStream());
    }
  }

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final URI devTools;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Phaser conversations = new Phaser(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private FakeBrowser(Conversation conversation) throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    devTools =
        URI.create(
            "ws://127.0.0.1:%d/devtools/browser/fake".formatted(server.socket().getLocalPort()));
    Thread.ofVirtual().start(() -> acceptAll(conversation));
  }

  static FakeBrowser that(Conversation conversation) throws IOException {
    return new FakeBrowser(conversation);
  }

  static FakeBrowser thatEchoes() throws IOException {
    return that(peer -> {
      peer.agree();
      peer.in().transferTo(peer.out());
    });
  }

  URI devTools() {
    return devTools;
  }

  int accepted() {
    return accepted.get();
  }

  /** Waits until every connection so far is over, and fails if one of them failed. */
  void awaitAllGone() throws InterruptedException, TimeoutException {
    conversations.awaitAdvanceInterruptibly(conversations.arrive(), 20, TimeUnit.SECONDS);
    assertThat(failure.get()).isNull();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }

  private void acceptAll(Conversation conversation) {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        accepted.incrementAndGet();
        open.add(channel);
        conversations.register();
        Thread.ofVirtual().start(() -> hold(conversation, channel));
      }
    } catch (IOException closed) {
      conversations.arriveAndDeregister();
    }
  }

  private void hold(Conversation conversation, SocketChannel channel) {
    try (channel) {
      conversation.hold(new Peer(channel, readHead(channel.socket().getInputStream())));
    } catch (Exception | AssertionError e) {
      if (!(e instanceof IOException)) {
        failure.compareAndSet(null, e);
      }
    } finally {
      open.remove(channel);
      conversations.arriveAndDeregister();
    }
  }

  /** Byte by byte, because what follows the head belongs to the conversation. */
  static String readHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("instead of a head: " + head.toString(ISO_8859_1));
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }
}
