package dev.valise.egress;

import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A proxy as others run it. It remembers what it was asked, and connects to the port that was asked
 * for, but on loopback, whatever the host.
 */
final class TestUpstream implements AutoCloseable {
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Optional<Credentials> wanted;
  private final TestServer server;

  private TestUpstream(boolean http, Optional<Credentials> wanted) {
    this.wanted = wanted;
    this.server = TestServer.that(http ? this::http : this::socks);
  }

  static TestUpstream http(Optional<Credentials> wanted) {
    return new TestUpstream(true, wanted);
  }

  static TestUpstream socks(Optional<Credentials> wanted) {
    return new TestUpstream(false, wanted);
  }

  Target address() {
    return new Target(Host.parse("127.0.0.1"), server.port());
  }

  /** All requests so far, as they were written. */
  Queue<String> asked() {
    return asked;
  }

  private void http(SocketChannel client) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) Octets.readByte(client));
    }
    asked.add(head.toString());
    String expected =
        wanted
            .map(it -> "\r\nProxy-Authorization: Basic " + base64(it) + "\r\n")
            .orElse("HTTP/1.1\r\n");
    if (head.indexOf(expected) < 0) {
      Octets.write(client, Text.bytes("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
      return;
    }
    String target = head.substring(0, head.indexOf(" HTTP/"));
    int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    try (SocketChannel remote = loopback(port)) {
      Octets.write(client, Text.bytes("HTTP/1.1 200 OK\r\nVia: 1.1 test\r\n\r\n"));
      relay(client, remote);
    } catch (ConnectException e) {
      Octets.write(client, Text.bytes("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    }
  }

  private void socks(SocketChannel client) throws IOException {
    Octets.readByte(client);
    ByteBuffer methods = Octets.read(client, Octets.readByte(client));
    byte method = (byte) (wanted.isPresent() ? 2 : 0);
    boolean offered = StandardCharsets.ISO_8859_1.decode(methods).toString().indexOf(method) >= 0;
    Octets.write(client, ByteBuffer.wrap(new byte[] {5, offered ? method : (byte) 0xff}));
    if (!offered || (wanted.isPresent() && !authenticated(client))) {
      return;
    }
    Octets.read(client, 3);
    Target target = SocksAddress.read(client);
    asked.add(target.toString());
    try (SocketChannel remote = loopback(target.port())) {
      // With a name as bound address, as some servers answer.
      Octets.write(client, ByteBuffer.wrap(new byte[] {5, 0, 0, 3, 2, 'm', 'e', 0, 1}));
      relay(client, remote);
    } catch (ConnectException e) {
      Octets.write(client, ByteBuffer.wrap(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0}));
    }
  }

  private boolean authenticated(SocketChannel client) throws IOException {
    Octets.readByte(client);
    String user = text(Octets.read(client, Octets.readByte(client)));
    String password = text(Octets.read(client, Octets.readByte(client)));
    boolean right = wanted.get().equals(new Credentials(user, password));
    Octets.write(client, ByteBuffer.wrap(new byte[] {1, (byte) (right ? 0 : 1)}));
    return right;
  }

  private static void relay(SocketChannel client, SocketChannel remote) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      new Relay(client, remote, new TrafficMeter(), Duration.ofSeconds(30)).run(threads);
    }
  }

  private static SocketChannel loopback(int port) throws IOException {
    return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static String base64(Credentials credentials) {
    return Base64.getEncoder()
        .encodeToString(
            (credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
