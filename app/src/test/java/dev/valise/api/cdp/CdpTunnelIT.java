package dev.valise.api.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tunnel between the JDK's WebSocket client and a real Chromium. */
@Timeout(120)
class CdpTunnelIT {
  private static final List<String> LETTERS = List.of("a", "b", "c", "d");

  @TempDir private Path userDataDir;

  @Test
  void theBrowserAnswersAsIfItWereAskedDirectly() throws Exception {
    try (var chromium = new RunningChromium(userDataDir);
        var server = TunnelServer.with(new TestingAccess(chromium::devTools));
        var direct = new DevToolsClient(chromium.devTools());
        var tunnelled = new DevToolsClient(url(server))) {
      var version = tunnelled.call("Browser.getVersion", Map.of());
      assertThat(version.get("product").asText()).containsIgnoringCase("chrom");
      assertThat(version).isEqualTo(direct.call("Browser.getVersion", Map.of()));
    }
  }

  @Test
  void aLargeAnswerAndALargeCommandArrive() throws Exception {
    try (var chromium = new RunningChromium(userDataDir);
        var server = TunnelServer.with(new TestingAccess(chromium::devTools))) {
      String answer = evaluate(url(server), "'x'.repeat(30e6)");
      assertThat(answer.equals("x".repeat(30_000_000))).isTrue();
      String echo = "y€".repeat(2_000_000);
      assertThat(evaluate(url(server), "'" + echo + "'").equals(echo)).isTrue();
    }
  }

  @Test
  void manyClientsAtOnceGetTheirOwnAnswers() throws Exception {
    try (var chromium = new RunningChromium(userDataDir);
        var server = TunnelServer.with(new TestingAccess(chromium::devTools));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Callable<String>>();
      for (String letter : LETTERS) {
        clients.add(() -> evaluate(url(server), "'%s'.repeat(3e6)".formatted(letter)));
      }
      var answers = threads.invokeAll(clients);
      for (int i = 0; i < LETTERS.size(); i++) {
        assertThat(answers.get(i).get().equals(LETTERS.get(i).repeat(3_000_000))).isTrue();
      }
    }
  }

  private static String evaluate(URI url, String expression) throws Exception {
    try (var client = new DevToolsClient(url)) {
      return client.evaluateInNewPage(expression).get("result").get("value").asText();
    }
  }

  @Test
  void aKilledBrowserEndsTheConnection() throws Exception {
    try (var chromium = new RunningChromium(userDataDir)) {
      var access = new TestingAccess(chromium::devTools);
      try (var server = TunnelServer.with(access);
          var client = new DevToolsClient(url(server))) {
        client.call("Browser.getVersion", Map.of());
        chromium.kill();
        client.awaitEnd();
        access.awaitDetached(1);
      }
    }
  }

  private static URI url(TunnelServer server) {
    return URI.create("ws://127.0.0.1:" + server.port() + RawClient.PATH);
  }
}
