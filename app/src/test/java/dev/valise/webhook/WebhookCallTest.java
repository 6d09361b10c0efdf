package dev.valise.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.testing.Receiver;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookCallTest {
  private static final byte[] BODY = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
  private static final SSLSocketFactory TLS = (SSLSocketFactory) SSLSocketFactory.getDefault();

  /** A network in which all of loopback is open, and every name is there. */
  static WebhookNetwork openLoopback() {
    return new WebhookNetwork(
        new EgressPolicy(EgressRules.NONE, LoopbackPorts.ALL, _ -> false),
        _ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
  }

  private static int post(String url, Duration limit) throws Exception {
    return post(openLoopback(), TLS, url, limit);
  }

  private static int post(WebhookNetwork network, SSLSocketFactory tls, String url, Duration limit)
      throws Exception {
    return new WebhookCall(network, tls, limit)
        .post(WebhookUrl.parse(url), Map.of("webhook-id", "a_1"), BODY);
  }

  @Test
  void postsTheBodyAndReadsTheStatus() throws Exception {
    try (var receiver = new Receiver(() -> 204)) {
      assertThat(post(receiver.url(), Duration.ofSeconds(10))).isEqualTo(204);
      Receiver.Request request = receiver.next();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.path()).isEqualTo("/hook?token=t");
      assertThat(request.body()).isEqualTo("{\"id\":1}");
      assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
      assertThat(request.header("Content-type")).isEqualTo("application/json");
      assertThat(request.header("Webhook-id")).isEqualTo("a_1");
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (var receiver = new Receiver(() -> 307)) {
      assertThat(post(receiver.url(), Duration.ofSeconds(10))).isEqualTo(307);
      assertThat(receiver.waiting()).isEqualTo(1);
    }
  }

  /** A name that had a public address when the webhook was made and has a private one now. */
  @Test
  void connectsToNoAddressThatThePolicyDenies() throws Exception {
    try (var receiver = new Receiver(() -> 204)) {
      var lookups = new AtomicInteger();
      var network =
          new WebhookNetwork(
              new EgressPolicy(EgressRules.NONE, LoopbackPorts.NONE, _ -> false),
              _ -> {
                lookups.incrementAndGet();
                return List.of(InetAddress.ofLiteral("127.0.0.1"));
              });
      String url = "http://hooks.example:" + receiver.port() + "/";
      assertThatThrownBy(() -> post(network, TLS, url, Duration.ofSeconds(10)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("loopback");
      assertThat(lookups).hasValue(1);
      assertThat(receiver.waiting()).isZero();
    }
  }

  /** Answers the first connection with bytes. */
  private static void answer(ServerSocket listener, byte[] answer, boolean goOn) {
    Thread.startVirtualThread(() -> {
      try (Socket socket = listener.accept()) {
        readHead(socket.getInputStream());
        socket.getOutputStream().write(answer);
        while (goOn) {
          socket.getOutputStream().write(answer);
        }
      } catch (IOException e) {
        // The client has left, as it should.
      }
    });
  }

  private static void readHead(InputStream in) throws IOException {
    int seen = 0;
    while (seen < 4) {
      seen = in.read() == "\r\n\r\n".charAt(seen) ? seen + 1 : 0;
    }
  }

  private static int answered(String answer, boolean goOn, Duration limit) throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      answer(listener, answer.getBytes(StandardCharsets.ISO_8859_1), goOn);
      return post("http://127.0.0.1:" + listener.getLocalPort() + "/", limit);
    }
  }

  @Test
  void interimAnswersComeBeforeTheAnswer() throws Exception {
    assertThat(
            answered(
                "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n",
                false,
                Duration.ofSeconds(10)))
        .isEqualTo(202);
  }

  @Test
  void aBodyWithoutEndIsNotRead() throws Exception {
    assertThat(answered("HTTP/1.1 200 OK\r\n\r\nbody", true, Duration.ofSeconds(10)))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n", "HTTP/1.1 200"})
  void aHeadWithoutEndIsNotReadForLong(String repeated) {
    assertThatThrownBy(() -> answered(repeated, true, Duration.ofSeconds(30)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 16384 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SSH-2.0-OpenSSH\r\n", "HTTP/2 200\r\n", "HTTP/1.1 20\r\n"})
  void whatIsNoAnswerIsAFailure(String answer) {
    assertThatThrownBy(() -> answered(answer, false, Duration.ofSeconds(10)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whoNeverAnswersIsLeftInTime() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String rest = "://127.0.0.1:" + listener.getLocalPort() + "/";
      for (String scheme : List.of("http", "https")) {
        assertThatThrownBy(() -> post(scheme + rest, Duration.ofMillis(300)))
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessageContaining("no answer within");
      }
    }
  }

  @Test
  void aCertificateHasToBeTrustedAndOfThatName(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    Shell.run(
        folder,
        "'%s/bin/keytool' -genkeypair -keystore keys.p12 -storepass secret -keyalg EC -alias hook"
                .formatted(System.getProperty("java.home"))
            + " -dname CN=hooks.example -ext san=dns:hooks.example");
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "secret".toCharArray());
    }
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      SSLSocketFactory trusting = context(store).getSocketFactory();
      WebhookNetwork network = openLoopback();
      Duration limit = Duration.ofSeconds(20);
      assertThat(post(network, trusting, "https://hooks.example:" + port + "/", limit))
          .isEqualTo(200);
      assertThatThrownBy(
              () -> post(network, trusting, "https://other.example:" + port + "/", limit))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("other.example");
      assertThatThrownBy(() -> post(network, TLS, "https://hooks.example:" + port + "/", limit))
          .isInstanceOf(SSLException.class);
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext context(KeyStore store) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "secret".toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
