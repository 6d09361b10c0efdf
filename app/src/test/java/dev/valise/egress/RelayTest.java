package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Race;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through an established connection, and how it ends. */
@Timeout(60)
class RelayTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        CopyBuffer.SMALL - 1,
        CopyBuffer.SMALL,
        CopyBuffer.SMALL + 1,
        CopyBuffer.LARGE,
        CopyBuffer.LARGE + 1,
        5_000_000
      })
  void everyByteComesBackAndIsCounted(int length) throws Exception {
    byte[] sent = Seed.fresh("RelayTest").bytes(length);
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      var received = CompletableFuture.supplyAsync(() -> receiveAll(client));
      client.send(sent);
      client.endOutput();
      assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
      assertThat(proxy.traffic()).isEqualTo(new Traffic(length, length, 1, List.of()));
    }
  }

  @Test
  void aUnixSocketServesAsWell(@TempDir Path folder) throws Exception {
    byte[] sent = Seed.fresh("RelayTest").bytes(3_000_000);
    try (var server = TestServer.echo();
        var proxy = TestProxy.at(folder.resolve("socks"), TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      var received = CompletableFuture.supplyAsync(() -> receiveAll(client));
      client.send(sent);
      client.endOutput();
      assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  @Test
  void manyConnectionsKeepTheirBytesApart() throws Exception {
    Seed seed = Seed.fresh("RelayTest");
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open())) {
      Race.of(
          64,
          number -> {
            byte[] sent = new Seed(seed.value() + number).bytes(100_000 + number);
            try (var client = proxy.connected("127.0.0.1", server.port())) {
              var received = CompletableFuture.supplyAsync(() -> receiveAll(client));
              client.send(sent);
              client.endOutput();
              assertThat(Arrays.equals(received.get(), sent)).as("connection %d", number).isTrue();
            }
            return number;
          });
      long total = 64 * 100_000 + 63 * 64 / 2;
      assertThat(proxy.traffic()).isEqualTo(new Traffic(total, total, 64, List.of()));
    }
  }

  @Test
  void theServerMayEndFirstAndStillListen() throws Exception {
    var heard = new CompletableFuture<String>();
    try (var server =
            TestServer.that(it -> {
              Octets.write(it, Text.bytes("bye"));
              it.shutdownOutput();
              String text = new String(Octets.read(it, 5).array(), StandardCharsets.UTF_8);
              heard.complete(text + it.read(ByteBuffer.allocate(1)));
            });
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      assertThat(client.receiveAll()).isEqualTo(Text.bytes("bye").array());
      client.send("still");
      client.endOutput();
      assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("still-1");
      assertThat(proxy.traffic()).isEqualTo(new Traffic(3, 5, 1, List.of()));
    }
  }

  @Test
  void theClientMayEndFirstAndStillListen() throws Exception {
    try (var server =
            TestServer.that(it -> {
              assertThat(it.read(ByteBuffer.allocate(1))).isNegative();
              Octets.write(it, Text.bytes("late answer"));
            });
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      client.endOutput();
      assertThat(client.receiveAll()).isEqualTo(Text.bytes("late answer").array());
    }
  }

  /** A body that ends because the server crashed must not look complete. */
  @Test
  void aResetArrivesAsAReset() throws Exception {
    var halfRead = new CompletableFuture<Void>();
    try (var server =
            TestServer.that(it -> {
              Octets.write(it, Text.bytes("half"));
              halfRead.join();
              Connections.abort(it);
            });
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      assertThat(client.receiveText(4)).isEqualTo("half");
      halfRead.complete(null);
      assertThatThrownBy(client::receiveAll).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aClientThatVanishesEndsTheServersConnection() throws Exception {
    var end = new CompletableFuture<String>();
    try (var server =
            TestServer.that(it -> {
              try {
                end.complete("end " + it.read(ByteBuffer.allocate(1)));
              } catch (IOException e) {
                end.complete("reset");
              }
            });
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      Connections.abort(client.channel());
      assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("reset");
    }
  }

  /**
   * What moves before the stall is in the kernel's socket buffers: up to 6 MB for reading and 4 MB
   * for writing each (tcp_rmem, tcp_wmem), at two connections, and in one buffer of ours.
   */
  @Test
  void aSlowReaderHoldsTheServerBack() throws Exception {
    var stalled = new CompletableFuture<Long>();
    try (var server = TestServer.that(it -> stalled.complete(flood(it)));
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      long moved = stalled.get(30, TimeUnit.SECONDS);
      assertThat(moved).isLessThan(32L << 20);
      assertThat(client.receiveAll()).hasSize(Math.toIntExact(moved));
      assertThat(proxy.traffic().received()).isEqualTo(moved);
    }
  }

  @Test
  void aSlowServerHoldsTheClientBack() throws Exception {
    var readNow = new CompletableFuture<Void>();
    var read = new CompletableFuture<Long>();
    try (var server =
            TestServer.that(it -> {
              readNow.join();
              long total = 0;
              ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
              for (int n = 0; n >= 0; n = it.read(buffer.clear())) {
                total += n;
              }
              read.complete(total);
            });
        var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.connected("127.0.0.1", server.port())) {
      long moved = flood(client.channel());
      assertThat(moved).isLessThan(32L << 20);
      client.endOutput();
      readNow.complete(null);
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(moved);
    }
  }

  /** Writes until nothing has gone through for a second; returns how much has. */
  private static long flood(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    long moved = 0;
    channel.configureBlocking(false);
    try (var selector = channel.provider().openSelector()) {
      channel.register(selector, SelectionKey.OP_WRITE);
      while (moved < 512L << 20 && selector.select(1_000) > 0) {
        selector.selectedKeys().clear();
        moved += channel.write(buffer.clear());
      }
    }
    channel.configureBlocking(true);
    return moved;
  }

  private static byte[] receiveAll(SocksClient client) {
    try {
      return client.receiveAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
