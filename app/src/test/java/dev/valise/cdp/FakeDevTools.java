package dev.valise.cdp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A browser's end of one DevTools connection, which does what the test says, faults included. */
final class FakeDevTools implements AutoCloseable {

  private static final int TEXT = 0x1;
  private static final int CONTINUATION = 0x0;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xa;
  private static final int OPCODE = 0xf;
  private static final int FINAL = 0x80;

  /** What to do about a command. */
  interface Script {
    void received(JsonNode command, FakeDevTools browser) throws IOException;
  }

  private final ServerSocketChannel server;
  private final Script script;
  private volatile @Nullable SocketChannel client;
  final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  final CountDownLatch closeAnswered = new CountDownLatch(1);

  FakeDevTools(Script script) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
  }

  FakeDevTools(SocketAddress address, Script script) throws IOException {
    this.script = script;
    server =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    server.bind(address, 1);
    Thread.ofVirtual().start(this::serve);
  }

  URI endpoint() throws IOException {
    int port =
        server.getLocalAddress() instanceof InetSocketAddress address ? address.getPort() : 9222;
    return URI.create("ws://127.0.0.1:%d/devtools/browser/fake".formatted(port));
  }

  void answer(JsonNode command, String result) throws IOException {
    send("{\"id\":%d,\"result\":%s}".formatted(command.path("id").asInt(), result));
  }

  void send(String message) throws IOException {
    frame(TEXT | FINAL, message);
  }

  /** One message in two frames. */
  void sendInParts(String first, String second) throws IOException {
    frame(TEXT, first);
    frame(CONTINUATION | FINAL, second);
  }

  /** Says that it will say no more, and reads on. */
  void sendClose() throws IOException {
    frame(CLOSE | FINAL, "\u0003h");
  }

  void ping(String payload) throws IOException {
    frame(PING | FINAL, payload);
  }

  void hangUp() throws IOException {
    client().close();
  }

  private SocketChannel client() {
    return Objects.requireNonNull(client, "nobody connected yet");
  }

  private synchronized void frame(int head, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    var out = new DataOutputStream(Channels.newOutputStream(client()));
    out.writeByte(head);
    if (payload.length < 126) {
      out.writeByte(payload.length);
    } else if (payload.length < 1 << 16) {
      out.writeByte(126);
      out.writeShort(payload.length);
    } else {
      out.writeByte(127);
      out.writeLong(payload.length);
    }
    out.write(payload);
    out.flush();
  }

  private void serve() {
    try {
      client = server.accept();
      var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client())));
      shakeHands(in);
      while (true) {
        script.received(CdpMessages.read(message(in)), this);
      }
    } catch (EOFException | SocketException | ClosedChannelException e) {
      // The end of the test, or of the connection by the script.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void shakeHands(DataInputStream in) throws IOException {
    String key = "";
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
        key = line.substring(18).strip();
      }
    }
    String accept = Base64.getEncoder().encodeToString(sha1(key));
    Channels.newOutputStream(client())
        .write(
            """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: %s\r
            \r
            """
                .formatted(accept)
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sha1(String key) {
    try {
      return MessageDigest.getInstance("SHA-1")
          .digest(
              (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private String message(DataInputStream in) throws IOException {
    var message = new StringBuilder();
    boolean isLast = false;
    while (!isLast) {
      int head = in.readUnsignedByte();
      if ((head & OPCODE) == CLOSE) {
        closeAnswered.countDown();
        throw new EOFException();
      }
      isLast = (head & FINAL) != 0;
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      if ((head & OPCODE) == PONG) {
        pongs.add(new String(payload, StandardCharsets.UTF_8));
        isLast = false;
        continue;
      }
      message.append(new String(payload, StandardCharsets.UTF_8));
    }
    return message.toString();
  }

  @Override
  public void close() throws IOException {
    SocketChannel last = client;
    if (last != null) {
      last.close();
    }
    server.close();
  }
}
