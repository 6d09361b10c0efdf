package dev.valise.cdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CdpConnectionTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void givesTheResultOfACommand() throws Exception {
    try (var browser =
            new FakeDevTools(
                (command, self) -> self.answer(command, command.path("params").toString()));
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThat(connection.call("Some.command", Map.of("urls", List.of("é")), LONG).toString())
          .isEqualTo("{\"urls\":[\"é\"]}");
      assertThat(connection.call("Some.command", LONG).isEmpty()).isTrue();
    }
  }

  @Test
  void saysWithWhichCodeABrowserRefuses() throws Exception {
    try (var browser =
            new FakeDevTools((command, self) ->
                self.send(
                    "{\"id\":%d,\"error\":{\"code\":-32601,\"message\":\"not found\"}}"
                        .formatted(command.path("id").asInt())));
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThatThrownBy(() -> connection.call("No.such", LONG))
          .isInstanceOfSatisfying(
              CdpException.Refused.class, refusal -> assertThat(refusal.code()).isEqualTo(-32601))
          .hasMessageContaining("No.such")
          .hasMessageContaining("not found");
    }
  }

  @Test
  void givesUpOnASilentBrowserAndStaysUsable() throws Exception {
    try (var browser =
            new FakeDevTools((command, self) -> {
              if (command.path("method").asText().equals("Answered")) {
                self.answer(command, "{}");
              }
            });
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThatThrownBy(() -> connection.call("Ignored", SHORT))
          .isInstanceOf(CdpException.TimedOut.class)
          .hasMessageContaining("Ignored");
      assertThat(connection.call("Answered", LONG).isObject()).isTrue();
    }
  }

  @Test
  void failsWhoWaitsWhenTheBrowserHangsUp() throws Exception {
    try (var browser = new FakeDevTools((command, self) -> self.hangUp());
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThatThrownBy(() -> connection.call("Browser.close", LONG))
          .isInstanceOf(CdpException.Closed.class);
      assertThatThrownBy(() -> connection.call("Later", LONG))
          .isInstanceOf(CdpException.Closed.class);
    }
  }

  @Test
  void failsWhoWaitsWhenItIsClosed() throws Exception {
    var received = new CountDownLatch(1);
    try (var browser = new FakeDevTools((command, self) -> received.countDown());
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<JsonNode> call;
      try (var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
        call = executor.submit(() -> connection.call("Ignored", LONG));
        received.await();
      }
      assertThatThrownBy(call::get).cause().isInstanceOf(CdpException.Closed.class);
    }
  }

  @Test
  void stopsWaitingWhenInterrupted() throws Exception {
    var received = new CountDownLatch(1);
    var outcome = new CompletableFuture<List<Object>>();
    try (var browser = new FakeDevTools((command, self) -> received.countDown());
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  connection.call("Ignored", LONG);
                } catch (CdpException.Interrupted e) {
                  outcome.complete(List.of(e, Thread.currentThread().isInterrupted()));
                }
              });
      received.await();
      caller.interrupt();
      assertThat(outcome.get(10, TimeUnit.SECONDS)).element(1).isEqualTo(true);
    }
  }

  @Test
  void saysWhenThereIsNoBrowser() throws Exception {
    int freePort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    var endpoint = URI.create("ws://127.0.0.1:%d/devtools/browser/x".formatted(freePort));
    assertThatThrownBy(() -> CdpConnection.connect(endpoint, LONG))
        .isInstanceOf(CdpException.Closed.class)
        .hasMessageContaining(endpoint.toString());
  }

  @Test
  void givesUpConnectingToAProcessThatHangs() throws Exception {
    // Takes the connection, as the kernel does for a stopped browser, and says nothing.
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var endpoint =
          URI.create("ws://127.0.0.1:%d/devtools/browser/x".formatted(socket.getLocalPort()));
      assertThatThrownBy(() -> CdpConnection.connect(endpoint, SHORT))
          .isInstanceOf(CdpException.TimedOut.class);
    }
  }

  @Test
  void givesEachCallerItsOwnAnswer() throws Exception {
    BlockingQueue<JsonNode> commands = new ArrayBlockingQueue<>(20);
    FakeDevTools.Script answerLastFirst =
        (command, self) -> {
          commands.add(command);
          if (commands.remainingCapacity() == 0) {
            for (JsonNode earlier : List.copyOf(commands).reversed()) {
              self.answer(earlier, earlier.path("params").toString());
            }
          }
        };
    try (var browser = new FakeDevTools(answerLastFirst);
        var connection = CdpConnection.connect(browser.endpoint(), LONG);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<JsonNode>>();
      for (int i = 0; i < 20; i++) {
        var params = Map.of("caller", i);
        calls.add(executor.submit(() -> connection.call("Some.command", params, LONG)));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(calls.get(i).get().path("caller").asInt()).isEqualTo(i);
      }
    }
  }

  @Test
  void namesTheSessionOfACommand() throws Exception {
    try (var browser =
            new FakeDevTools((command, self) ->
                self.answer(command, "{\"session\":%s}".formatted(command.path("sessionId"))));
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThat(connection.session("S1").call("Page.enable", LONG).path("session").asText())
          .isEqualTo("S1");
    }
  }

  @Test
  void hearsEventsInOrderUntilUnsubscribed() throws Exception {
    BlockingQueue<CdpEvent> heard = new LinkedBlockingQueue<>();
    try (var browser = new FakeDevTools(CdpConnectionTest::sendTwoEventsThenAnswer);
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      try (var _ = connection.listen(event -> failFor(event));
          var _ = connection.listen(heard::add)) {
        connection.call("Go", LONG);
      }
      connection.call("Go", LONG);
    }
    assertThat(heard)
        .extracting(event -> event.method() + event.params() + event.sessionId())
        .containsExactly("A.first{\"n\":1}" + Optional.of("S1"), "A.second" + Optional.empty());
  }

  private static void failFor(CdpEvent event) {
    throw new IllegalStateException("A listener that fails on " + event.method());
  }

  private static void sendTwoEventsThenAnswer(JsonNode command, FakeDevTools browser)
      throws IOException {
    browser.send("{\"method\":\"A.first\",\"params\":{\"n\":1},\"sessionId\":\"S1\"}");
    browser.send("{\"method\":\"A.second\"}");
    browser.answer(command, "{}");
  }

  @Test
  void refusesAListenerThatWouldWaitForItself() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    try (var browser = new FakeDevTools(CdpConnectionTest::sendTwoEventsThenAnswer);
        var connection = CdpConnection.connect(browser.endpoint(), LONG);
        var _ =
            connection.listen(event -> {
              try {
                connection.call("From.listener", LONG);
              } catch (IllegalStateException e) {
                failure.complete(e);
              }
            })) {
      connection.call("Go", LONG);
      assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("listener");
    }
  }

  @Test
  void takesLargeMessagesInParts() throws Exception {
    String half = "x".repeat(15 << 20);
    try (var browser =
            new FakeDevTools((command, self) ->
                self.sendInParts(
                    "{\"id\":%d,\"result\":{\"data\":\"%s"
                        .formatted(command.path("id").asInt(), half),
                    half + "\"}}"));
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThat(connection.call("Page.captureScreenshot", LONG).path("data").asText())
          .hasSize(30 << 20);
    }
  }

  @Test
  void sendsLargeMessages() throws Exception {
    String large = "é".repeat(3 << 20);
    try (var browser =
            new FakeDevTools((command, self) ->
                self.answer(
                    command,
                    "{\"length\":%d}"
                        .formatted(command.path("params").path("text").asText().length())));
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThat(connection.call("Take", Map.of("text", large), LONG).path("length").asInt())
          .isEqualTo(large.length());
    }
  }

  @Test
  void endsTheConnectionRatherThanTakeAMessageWithoutEnd() throws Exception {
    String part = "x".repeat(33 << 20);
    try (var browser = new FakeDevTools((command, self) -> self.sendInParts(part, part));
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThatThrownBy(() -> connection.call("Anything", LONG))
          .isInstanceOf(CdpException.Closed.class)
          .hasMessageContaining("longer than");
    }
  }

  @Test
  void answersAPingAndGoesOn() throws Exception {
    try (var browser =
            new FakeDevTools((command, self) -> {
              self.ping("are you there");
              self.answer(command, "{}");
            });
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      connection.call("Go", LONG);
      assertThat(browser.pongs.poll(10, TimeUnit.SECONDS)).isEqualTo("are you there");
    }
  }

  @Test
  void answersAClose() throws Exception {
    try (var browser = new FakeDevTools((command, self) -> self.sendClose());
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThatThrownBy(() -> connection.call("Browser.close", LONG))
          .isInstanceOf(CdpException.Closed.class)
          .hasMessageContaining("closed by the browser (872)");
      assertThat(browser.closeAnswered.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void givesUpSendingToABrowserThatReadsNothing() throws Exception {
    var reading = new CountDownLatch(1);
    try (var browser =
            new FakeDevTools((command, self) -> {
              try {
                reading.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
        var connection = CdpConnection.connect(browser.endpoint(), LONG)) {
      assertThatThrownBy(() -> connection.call("Ignored", SHORT))
          .isInstanceOf(CdpException.TimedOut.class);
      String large = "x".repeat(60 << 20);
      assertThatThrownBy(
              () -> connection.call("Large", Map.of("text", large), Duration.ofMillis(500)))
          .isInstanceOf(CdpException.TimedOut.class);
      // Half a message is on the wire: nothing sensible can follow it.
      assertThatThrownBy(() -> connection.call("Later", LONG))
          .isInstanceOf(CdpException.Closed.class);
      reading.countDown();
    }
  }
}
