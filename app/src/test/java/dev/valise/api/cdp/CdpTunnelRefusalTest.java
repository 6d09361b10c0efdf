package dev.valise.api.cdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valise.api.cdp.RawClient.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets no tunnel, and that nothing is connected for them. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CdpTunnelRefusalTest {
  private static final String HANDSHAKE = RawClient.handshake();

  private FakeBrowser browser;
  private TunnelServer server;

  @BeforeAll
  void start() throws Exception {
    browser = FakeBrowser.thatEchoes();
    server = TunnelServer.with(new TestingAccess(browser::devTools));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
    browser.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cdp/abc",
        "/cdp/abc?token=",
        "/cdp/abc?token=wrong",
        "/cdp/abc?token=s3cret-token%20",
        "/cdp/abc?token=%zz",
        "/cdp/abc?token=%ff",
        "/cdp/abc?token=wrong&token=s3cret-token",
        "/cdp/abc?Token=s3cret-token",
        "/cdp/other?token=s3cret-token",
        "/x/../cdp/abc?token=wrong",
        "/%63dp/abc?token=wrong",
        "/cdp;v=1/abc?token=wrong",
      })
  void noTunnelWithoutTheSessionsToken(String path) throws Exception {
    refuses(RawClient.handshake(path), 401, "unauthorized");
  }

  @ParameterizedTest
  @MethodSource
  void noTunnelWithoutAWebSocketHandshake(String request, int status, String code)
      throws Exception {
    refuses(request, status, code);
  }

  static Stream<Arguments> noTunnelWithoutAWebSocketHandshake() {
    return Stream.of(
        malformed("POST", HANDSHAKE.replace("GET ", "POST ")),
        malformed("a body", RawClient.handshake(RawClient.PATH, "Content-Length: 5") + "hello"),
        malformed(
            "a chunked body",
            RawClient.handshake(RawClient.PATH, "Transfer-Encoding: chunked") + "0\r\n\r\n"),
        malformed("Expect", RawClient.handshake(RawClient.PATH, "Expect: 100-continue")),
        malformed("no key", HANDSHAKE.replaceAll("Sec-WebSocket-Key:.*\r\n", "")),
        malformed("a short key", HANDSHAKE.replaceAll("Key: .*\r\n", "Key: c2hvcnQ=\r\n")),
        malformed("no base64 key", HANDSHAKE.replaceAll("Key: .*\r\n", "Key: !\r\n")),
        malformed(
            "two keys",
            RawClient.handshake(RawClient.PATH, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")),
        notWebSocket("no Upgrade", HANDSHAKE.replace("Upgrade: websocket\r\n", "")),
        notWebSocket("another protocol", HANDSHAKE.replace("Upgrade: websocket", "Upgrade: irc")),
        notWebSocket("no version", HANDSHAKE.replace("Sec-WebSocket-Version: 13\r\n", "")),
        notWebSocket("an old version", HANDSHAKE.replace("Version: 13", "Version: 8")),
        notWebSocket("HTTP/1.0", HANDSHAKE.replace("HTTP/1.1", "HTTP/1.0")));
  }

  private static Arguments malformed(String what, String request) {
    return arguments(named(what, request), 400, "bad_request");
  }

  private static Arguments notWebSocket(String what, String request) {
    return arguments(named(what, request), 426, "upgrade_required");
  }

  private void refuses(String request, int status, String code) throws Exception {
    try (var client = new RawClient(server)) {
      client.send(request);
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("Content-Type")).isEqualTo("application/json");
      var error = new ObjectMapper().readTree(answer.body());
      assertThat(error.fieldNames()).toIterable().containsExactly("code", "message");
      assertThat(error.get("code").asText()).isEqualTo(code);
      assertThat(error.get("message").asText()).isNotBlank();
      assertThat(answer.field("Upgrade")).isEqualTo(status == 426 ? "websocket" : "");
    }
    assertThat(browser.accepted()).isZero();
  }

  /** Jetty itself does so, before any handler and in its own words. */
  @Test
  void noTunnelWithAnUpgradeThatTheConnectionDoesNotName() throws Exception {
    try (var client = new RawClient(server)) {
      client.send(HANDSHAKE.replace("Connection: Upgrade\r\n", ""));
      assertThat(client.answer().status()).isEqualTo(400);
    }
    assertThat(browser.accepted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cdp", "/cdp/", "/cdp/abc/", "/cdp/abc/json", "/cdpx/abc", "/CDP/abc"})
  void otherPathsAreJavalins(String path) throws Exception {
    try (var client = new RawClient(server)) {
      client.send("GET " + path + "?token=s3cret-token HTTP/1.1\r\nHost: x\r\n\r\n");
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).contains("Endpoint GET");
    }
  }

  @Test
  void theNextRequestOnARefusedConnectionIsServed() throws Exception {
    try (var client = new RawClient(server)) {
      client.send(RawClient.handshake("/cdp/abc?token=wrong"));
      assertThat(client.answer().status()).isEqualTo(401);
      client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("ok");
    }
  }
}
