package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.testing.Race;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody can hold the proxy up for longer than it says. */
@Timeout(60)
class ProxyLimitsTest {
  private static final int HOST_UNREACHABLE = 4;
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofMillis(300);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 6, 20})
  void aHandshakeThatNeverEndsIsEnded(int bytes) throws Exception {
    var limits = new ProxyLimits(8, SHORT, LONG, LONG);
    byte[] whole = new byte[20];
    System.arraycopy(SocksClient.GREETING, 0, whole, 0, 3);
    System.arraycopy(new byte[] {5, 1, 0, 3, (byte) 200}, 0, whole, 3, 5);
    try (var proxy = TestProxy.of(TestProxy.open(), limits);
        var client = SocksClient.at(proxy.address())) {
      client.send(Arrays.copyOf(whole, bytes));
      assertThat(client.receiveAllOrReset()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void anEstablishedConnectionOutlivesTheLimitOfTheHandshake() throws Exception {
    var limits = new ProxyLimits(8, SHORT, SHORT, SHORT);
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open(), limits);
        var idle = SocksClient.at(proxy.address());
        var client = proxy.connected("127.0.0.1", server.port())) {
      // Both began together; the one without a request is ended at its limit.
      assertThat(idle.receiveAllOrReset()).hasSizeLessThanOrEqualTo(2);
      client.send("still there");
      assertThat(client.receiveText(11)).isEqualTo("still there");
    }
  }

  @Test
  void connectionsBeyondTheBoundWaitForAPlace() throws Exception {
    var limits = new ProxyLimits(3, LONG, LONG, LONG);
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open(), limits)) {
      List<SocksClient> holding = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        holding.add(proxy.connected("127.0.0.1", server.port()));
      }
      List<SocksClient> waiting = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        SocksClient client = SocksClient.at(proxy.address());
        client.send(SocksClient.GREETING);
        client.channel().configureBlocking(false);
        waiting.add(client);
      }
      for (SocksClient client : holding) {
        client.send("x");
        assertThat(client.receiveText(1)).isEqualTo("x");
      }
      for (SocksClient client : waiting) {
        assertThat(client.channel().read(ByteBuffer.allocate(1))).isZero();
      }
      for (SocksClient client : holding) {
        client.close();
      }
      // Each is served as soon as the one before it has left its place.
      for (SocksClient client : waiting) {
        client.channel().configureBlocking(true);
        assertThat(client.receive(2)).containsExactly(5, 0);
        assertThat(client.ask("127.0.0.1", server.port())).isZero();
        client.send("x");
        assertThat(client.receiveText(1)).isEqualTo("x");
        client.close();
      }
      assertThat(server.accepted()).isEqualTo(33);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    var limits = new ProxyLimits(8, LONG, SHORT, LONG);
    try (var silent = new Unanswering();
        var proxy = TestProxy.of(TestProxy.open(), limits);
        var client = proxy.client()) {
      assertThat(client.ask("127.0.0.1", silent.port())).isEqualTo(HOST_UNREACHABLE);
    }
  }

  @Test
  void ofTwoAddressesTheSilentOneLeavesTimeForTheOther() throws Exception {
    var limits = new ProxyLimits(8, LONG, Duration.ofSeconds(2), LONG);
    Resolver two =
        _ -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.3"));
    try (var silent = new Unanswering();
        var server = TestServer.at("127.0.0.3", silent.port(), TestServer::echo);
        var proxy =
            TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.ALL), two), limits);
        var client = proxy.connected("two.example", server.port())) {
      client.send("x");
      assertThat(client.receiveText(1)).isEqualTo("x");
    }
  }

  @Test
  void namesThatNobodyAnswersForDoNotStopOthers() throws Exception {
    var limits = new ProxyLimits(64, LONG, SHORT, LONG);
    var release = new CompletableFuture<Void>();
    Resolver stuck =
        name -> {
          if (name.startsWith("stuck")) {
            release.join();
          }
          return List.of(InetAddress.ofLiteral("127.0.0.1"));
        };
    try (var server = TestServer.echo();
        var proxy =
            TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.ALL), stuck), limits)) {
      List<Integer> replies =
          Race.of(
              40,
              _ -> {
                try (var client = proxy.client()) {
                  return client.ask("stuck.example", 80);
                }
              });
      assertThat(replies).hasSize(40).containsOnly(HOST_UNREACHABLE);
      // By address at once; by name as soon as a lookup ends.
      try (var client = proxy.connected("127.0.0.1", server.port())) {
        client.send("x");
        assertThat(client.receiveText(1)).isEqualTo("x");
      }
      release.complete(null);
      try (var client = proxy.connected("quick.example", server.port())) {
        client.send("x");
        assertThat(client.receiveText(1)).isEqualTo("x");
      }
    }
  }

  @Test
  void aHalfClosedConnectionThatIsSilentIsEnded() throws Exception {
    var limits = new ProxyLimits(8, LONG, LONG, SHORT);
    var over = new CompletableFuture<Void>();
    try (var server = TestServer.that(_ -> over.join());
        var proxy = TestProxy.of(TestProxy.open(), limits);
        var client = proxy.connected("127.0.0.1", server.port())) {
      client.endOutput();
      assertThat(client.receiveAllOrReset()).isEmpty();
      over.complete(null);
    }
  }

  @Test
  void aHalfClosedConnectionThatIsBusyIsNot() throws Exception {
    var limits = new ProxyLimits(8, LONG, LONG, SHORT);
    try (var server =
            TestServer.that(it -> {
              long end = System.nanoTime() + SHORT.multipliedBy(4).toNanos();
              while (System.nanoTime() < end) {
                Octets.write(it, Text.bytes("more"));
              }
              Octets.write(it, Text.bytes("last"));
            });
        var proxy = TestProxy.of(TestProxy.open(), limits);
        var client = proxy.connected("127.0.0.1", server.port())) {
      client.endOutput();
      assertThat(new String(client.receiveAll(), StandardCharsets.UTF_8)).endsWith("morelast");
    }
  }

  /** Its queue is full, so that the kernel drops what asks for a connection. */
  private static final class Unanswering implements AutoCloseable {
    private final ServerSocketChannel listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    private final List<SocketChannel> queue = new ArrayList<>();

    Unanswering() throws IOException {
      for (int i = 0; i < 2; i++) {
        queue.add(SocketChannel.open(listener.getLocalAddress()));
      }
    }

    int port() {
      return listener.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : queue) {
        channel.close();
      }
      listener.close();
    }
  }
}
