package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DevToolsPortsTest {

  @Test
  void noPortIsTakenTwice() throws IOException {
    var ports = new DevToolsPorts(port -> port < 21_003);
    assertThat(ports.take()).isEqualTo(21_000);
    assertThat(ports.take()).isEqualTo(21_001);
    ports.giveBack(21_000);
    // Not the one that was given back just now: a connection to it may still be on its way.
    assertThat(ports.take()).isEqualTo(21_002);
    assertThat(ports.take()).isEqualTo(21_000);
    assertThatThrownBy(ports::take).isInstanceOf(IOException.class).hasMessageContaining("taken");
  }

  @Test
  void oneThatSomebodyListensOnIsLeftOut() throws IOException {
    int free = new DevToolsPorts().take();
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), free));
      assertThat(new DevToolsPorts().take()).isGreaterThan(free);
    }
  }
}
