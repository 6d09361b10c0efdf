package dev.valise.cdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DevToolsEndpointTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path folder;

  @Test
  void asksForThePathWithItsQuery() {
    assertThat(DevToolsEndpoint.at(URI.create("ws://127.0.0.1:1/cdp/a%20b?token=x%2f")).target())
        .isEqualTo("/cdp/a%20b?token=x%2f");
  }

  @Test
  void reachesABrowserThroughASocketInTheFileSystem() throws Exception {
    Path socket = folder.resolve("cdp");
    try (var browser =
            new FakeDevTools(
                UnixDomainSocketAddress.of(socket), (command, self) -> self.answer(command, "{}"));
        var connection =
            CdpConnection.connect(
                new DevToolsEndpoint(browser.endpoint(), new UnixSocketRoute(socket)), LONG)) {
      assertThat(connection.call("Some.command", LONG).isObject()).isTrue();
    }
  }

  @Test
  void saysWhenNobodyIsThere() throws IOException {
    Path socket = folder.resolve("cdp");
    assertThatThrownBy(() -> new UnixSocketRoute(socket).connect(LONG))
        .isInstanceOf(IOException.class);
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();
    assertThat(Files.exists(socket)).isTrue();
    assertThatThrownBy(() -> new UnixSocketRoute(socket).connect(LONG))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> new TcpRoute(Network.HOST, "no-such-host.invalid", 1).connect(LONG))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void waitsNoLongerThanTheLimitForRoomInAQueue() throws IOException {
    Path socket = folder.resolve("cdp");
    List<SocketChannel> queued = new ArrayList<>();
    try (var full = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      full.bind(UnixDomainSocketAddress.of(socket), 1);
      var route = new UnixSocketRoute(socket);
      assertThatThrownBy(
              () -> {
                // The kernel takes one or two more than the queue is said to hold.
                for (int i = 0; i < 10; i++) {
                  queued.add(route.connect(SHORT));
                }
              })
          .isInstanceOf(SocketTimeoutException.class);
    } finally {
      for (SocketChannel channel : queued) {
        channel.close();
      }
    }
  }
}
