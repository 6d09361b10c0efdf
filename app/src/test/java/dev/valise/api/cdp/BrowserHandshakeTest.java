package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.api.cdp.CdpTunnelHandler.Limits;
import dev.valise.api.cdp.FakeBrowser.Conversation;
import dev.valise.api.cdp.RawClient.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a browser hears of a client's handshake, and what becomes of its answer. */
@Timeout(30)
class BrowserHandshakeTest {
  private static final String OFFER = "permessage-deflate; client_max_window_bits";
  private static final Limits SHORT = new Limits(Duration.ofMillis(300), Duration.ofSeconds(30));

  @Test
  void theBrowserHearsNothingOfOriginTokenCompressionAndForeignHost() throws Exception {
    String request = requestSeenByBrowser(Compression.OFF);
    assertThat(request.lines())
        .contains("GET /devtools/browser/fake HTTP/1.1", "Sec-WebSocket-Version: 13")
        .anyMatch(line -> line.matches("Host: 127\\.0\\.0\\.1:\\d+"));
    assertThat(request)
        .doesNotContain("Origin", TestingAccess.TOKEN, "valise.example", "Extensions", "Cookie");
  }

  @Test
  void compressionIsOfferedWhenItIsToBeNegotiated() throws Exception {
    assertThat(requestSeenByBrowser(Compression.NEGOTIATED).lines())
        .contains("Sec-WebSocket-Extensions: " + OFFER);
  }

  private static String requestSeenByBrowser(Compression compression) throws Exception {
    var requests = new LinkedBlockingQueue<String>();
    try (var browser =
            FakeBrowser.that(peer -> {
              requests.add(peer.request());
              peer.agree();
            });
        var server =
            TunnelServer.with(
                new CdpTunnelHandler(new TestingAccess(browser::devTools), compression));
        var client = new RawClient(server)) {
      client.send(
          RawClient.handshake(
              RawClient.PATH,
              "Origin: https://example.org",
              "Cookie: a=b",
              "Sec-WebSocket-Extensions: " + OFFER));
      assertThat(client.answer().status()).isEqualTo(101);
      return requests.poll(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theClientGetsTheAnswerToItsKeyAndWhatTheBrowserAgreedTo() throws Exception {
    try (var browser =
            FakeBrowser.that(peer -> {
              String agreement = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
              peer.out().write(peer.agreement(agreement));
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = new RawClient(server)) {
      client.send(RawClient.handshake());
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(101);
      // The key and its answer in RFC 6455, section 1.3.
      assertThat(answer.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(answer.field("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate");
      assertThat(answer.head().fields()).doesNotContainKey("Content-Length");
    }
  }

  @ParameterizedTest
  @MethodSource
  void aBrowserThatDoesNotAgreeIsNotReachable(Conversation conversation) throws Exception {
    try (var browser = FakeBrowser.that(conversation)) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(new CdpTunnelHandler(access, Compression.OFF, SHORT));
          var client = new RawClient(server)) {
        client.send(RawClient.handshake());
        assertUnreachable(client.answer());
        browser.awaitAllGone();
        assertThat(access.detachments()).isEmpty();
      }
    }
  }

  static List<Named<Conversation>> aBrowserThatDoesNotAgreeIsNotReachable() {
    return List.of(
        Named.of("another target", peer -> say(peer, "HTTP/1.1 404 Not Found\r\n\r\n")),
        Named.of("no HTTP", peer -> say(peer, "SSH-2.0-OpenSSH\r\n\r\n")),
        Named.of("hangs up", peer -> {}),
        Named.of("half an answer", peer -> say(peer, "HTTP/1.1 101 Swi")),
        Named.of("silent", FakeBrowser.Peer::drain),
        Named.of(
            "a wrong accept",
            peer -> say(peer, "HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: wrong\r\n\r\n")),
        Named.of("no accept", peer -> say(peer, "HTTP/1.1 101 OK\r\n\r\n")),
        Named.of("an injected field", peer -> peer.out().write(peer.agreement("A: b\nC: d\r\n"))),
        Named.of("an endless head", peer -> say(peer, "HTTP/1.1 101 " + "x".repeat(20_000))));
  }

  private static void say(FakeBrowser.Peer peer, String text) throws IOException {
    peer.out().write(text.getBytes(UTF_8));
  }

  @Test
  void aBrowserThatIsNotThereIsNotReachable() throws Exception {
    URI nobody = URI.create("ws://127.0.0.1:" + freePort() + "/devtools/browser/x");
    answers502(new TestingAccess(() -> nobody));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aBrowserThatDoesNotComeBackIsNotReachable() throws Exception {
    answers502(
        new TestingAccess(() -> {
          throw new IOException("the browser did not come back");
        }));
  }

  private static void answers502(TestingAccess access) throws Exception {
    try (var server = TunnelServer.with(access);
        var client = new RawClient(server)) {
      client.send(RawClient.handshake());
      assertUnreachable(client.answer());
    }
  }

  private static void assertUnreachable(Answer answer) {
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.field("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).startsWith("{\"code\":\"bad_gateway\",\"message\":\"");
  }
}
