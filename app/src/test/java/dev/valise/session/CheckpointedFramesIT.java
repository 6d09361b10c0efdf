package dev.valise.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.testing.Tab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What frames of other sites stored a moment ago, which is partitioned by the page around them. */
@Timeout(200)
final class CheckpointedFramesIT {
  private static final String PAGE =
      """
      <!doctype html><title>page</title><body><script>
      function framed(url) {
        return new Promise(resolve => {
          addEventListener('message', event => resolve(event.data));
          const frame = document.createElement('iframe');
          frame.src = url;
          document.body.append(frame);
        });
      }
      </script>
      """;

  private static final String FRAME =
      """
      <!doctype html><script>
      if (location.search) localStorage.setItem('item', location.search.slice(1));
      parent.postMessage(String(localStorage.getItem('item')), '*');
      </script>
      """;

  @TempDir private Path folder;
  private SessionFixture fixture;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    fixture = SessionFixture.in(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/", PAGE);
    serve("/frame", FRAME);
    server.start();
  }

  private void serve(String path, String content) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = content.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    fixture.close();
    server.stop(0);
  }

  @Test
  void aFrameOfAnotherSiteKeepsWhatItStored() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    try (Tab tab = Tab.open(fixture.devTools(writing), origin("localhost") + "/")) {
      String url = origin("127.0.0.1") + "/frame?stored";
      assertThat(tab.evaluate("framed('" + url + "')")).isEqualTo("stored");

      assertThat(fixture.checkpoint(writing, profile).warnings()).isEmpty();
    }

    BrowserSession reading = fixture.open(profile, false);
    String frame = origin("127.0.0.1") + "/frame";
    try (Tab tab = Tab.open(fixture.devTools(reading), origin("localhost") + "/")) {
      assertThat(tab.evaluate("framed('" + frame + "')")).isEqualTo("stored");
    }
    try (Tab tab = Tab.open(fixture.devTools(reading), origin("127.0.0.1") + "/")) {
      assertThat(tab.evaluate("framed('" + frame + "')"))
          .as("the same site as a first party")
          .isEqualTo("null");
    }
  }

  @Test
  void aPageThatDoesNotAnswerCostsAWarningAndNothingElse() throws Exception {
    Profile profile = fixture.profile("main");
    BrowserSession writing = fixture.open(profile, true);
    try (Tab busy = Tab.open(fixture.devTools(writing), origin("localhost") + "/");
        Tab other = Tab.open(fixture.devTools(writing), origin("127.0.0.1") + "/")) {
      other.evaluate("localStorage.setItem('item', 'stored')");
      busy.evaluate(
          "setTimeout(() => { for (const end = Date.now() + 20000; Date.now() < end;); })");

      CheckpointReport report = fixture.checkpoint(writing, profile);

      assertThat(report.warnings())
          .singleElement()
          .satisfies(warning -> assertThat(warning).startsWith("1 pages did not say"));
    }
    try (Tab tab =
        Tab.open(fixture.devTools(fixture.open(profile, false)), origin("127.0.0.1") + "/")) {
      assertThat(tab.evaluate("localStorage.getItem('item')")).isEqualTo("stored");
    }
  }

  private String origin(String host) {
    return "http://" + host + ":" + server.getAddress().getPort();
  }
}
