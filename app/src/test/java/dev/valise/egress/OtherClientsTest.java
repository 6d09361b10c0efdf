package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valise.egress.policy.LoopbackPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that others wrote. */
@Timeout(60)
class OtherClientsTest {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

  private static TestServer web() {
    return TestServer.that(it -> {
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) Octets.readByte(it));
      }
      Octets.write(it, Text.bytes(ANSWER));
    });
  }

  @Test
  void theJdksSocketIsServed() throws Exception {
    try (var server = TestServer.echo();
        var proxy = TestProxy.of(TestProxy.open());
        var socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy.address()))) {
      socket.connect(InetSocketAddress.createUnresolved("app.localhost", server.port()), 30_000);
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }
  }

  @Test
  void theJdksSocketUnderstandsTheRefusal() throws Exception {
    try (var proxy = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE)));
        var socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy.address()))) {
      assertThatThrownBy(
              () -> socket.connect(InetSocketAddress.createUnresolved("127.0.0.1", 80), 30_000))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("not allowed");
    }
  }

  @Test
  void curlIsServedAndRefused() throws Exception {
    assumeTrue(curlIsThere(), "curl is not installed");
    try (var server = web();
        var open = TestProxy.of(TestProxy.open());
        var shut = TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE)))) {
      String url = "http://app.localhost:" + server.port() + "/";
      assertThat(curl(open, url)).isEqualTo("hello");
      assertThat(curl(open, "http://127.1:" + server.port() + "/")).isEqualTo("hello");
      assertThat(curl(shut, url)).contains("(97)").contains("(2)");
    }
  }

  private static boolean curlIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("curl", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String curl(TestProxy proxy, String url) throws Exception {
    Process process =
        new ProcessBuilder(
                "curl",
                "-q",
                "-sS",
                "--noproxy",
                "",
                "--socks5-hostname",
                "127.0.0.1:" + proxy.port(),
                url)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
