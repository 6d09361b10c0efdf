package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.testing.LiveThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closing a proxy ends everything it does, whatever that is, and nothing else. */
@Timeout(60)
class SocksProxyEndTest {
  @TempDir Path folder;

  @Test
  void connectionsInEveryStateEndAtOnce() throws Exception {
    var lookingUp = new CountDownLatch(1);
    var answer = new CompletableFuture<Void>();
    Resolver stuck =
        _ -> {
          lookingUp.countDown();
          answer.join();
          return List.of(InetAddress.ofLiteral("127.0.0.1"));
        };
    var serverSaw = new CompletableFuture<String>();
    try (var server =
            TestServer.that(it -> {
              try {
                serverSaw.complete("end " + it.read(ByteBuffer.allocate(1)));
              } catch (IOException e) {
                serverSaw.complete("reset");
              }
            });
        var proxy = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.ALL), stuck));
        var silent = SocksClient.at(proxy.address());
        var greeted = proxy.client();
        var resolving = proxy.client();
        var established = proxy.connected("127.0.0.1", server.port())) {
      resolving.send(SocksClient.connectRequest("stuck.example", 80));
      lookingUp.await();
      long start = System.nanoTime();
      proxy.end();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      for (SocksClient client : List.of(silent, greeted, resolving, established)) {
        assertEnded(client);
      }
      assertThat(serverSaw.get(30, TimeUnit.SECONDS)).isNotNull();
      assertThatThrownBy(() -> SocksClient.at(proxy.address())).isInstanceOf(IOException.class);
      assertThat(proxy.traffic()).isEqualTo(new Traffic(0, 0, 1, List.of()));
      answer.complete(null);
    }
  }

  @Test
  void transfersInFlightEndAtOnceAndLeaveNoThread() throws Exception {
    try (var source =
        TestServer.that(it -> {
          ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
          while (true) {
            it.write(buffer.clear());
          }
        })) {
      TestProxy proxy = TestProxy.of(TestProxy.open());
      var clients = new ArrayList<SocksClient>();
      for (int i = 0; i < 20; i++) {
        SocksClient client = proxy.connected("127.0.0.1", source.port());
        client.receive(100_000);
        clients.add(client);
      }
      proxy.close();
      long received = proxy.traffic().received();
      assertThat(received).isGreaterThanOrEqualTo(2_000_000);
      for (SocksClient client : clients) {
        assertEnded(client);
        client.close();
      }
      assertThat(proxy.traffic().received()).isEqualTo(received);
    }
    assertThat(LiveThreads.awaitNoneIn("dev.valise.egress.Relay", folder)).isEmpty();
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    TestProxy proxy = TestProxy.of(TestProxy.open());
    proxy.close();
    proxy.close();
  }

  @Test
  void aNewProxyOnTheSameSocketFileServesOn() throws Exception {
    Path socket = folder.resolve("socks");
    try (var server = TestServer.echo()) {
      for (int i = 0; i < 2; i++) {
        try (var proxy = TestProxy.at(socket, TestProxy.open());
            var client = proxy.connected("127.0.0.1", server.port())) {
          client.send("x");
          assertThat(client.receiveText(1)).isEqualTo("x");
        }
        Files.delete(socket);
      }
    }
  }

  @Test
  void clientsThatComeAndGoLeaveNothing() throws Exception {
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open())) {
      for (int i = 0; i < 200; i++) {
        SocksClient client = SocksClient.at(proxy.address());
        switch (i % 4) {
          case 0 -> client.close();
          case 1 -> {
            client.send(new byte[] {5, 9});
            Connections.abort(client.channel());
          }
          case 2 -> {
            client.send(SocksClient.GREETING);
            client.send(SocksClient.connectRequest("127.0.0.1", server.port()));
            Connections.abort(client.channel());
          }
          default -> {
            client.send("GET / HTTP/1.1\r\n\r\n");
            client.receiveAllOrReset();
            client.close();
          }
        }
      }
      assertThat(LiveThreads.awaitNoneIn("dev.valise.egress.SocksHandshake", folder)).isEmpty();
    }
  }

  private static void assertEnded(SocksClient client) {
    assertThat(client.receiveAllOrReset()).isNotNull();
  }
}
