package dev.valise.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.api.auth.ApiKeys;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.event.EventLog;
import dev.valise.event.EventType;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.MutableClock;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events over a real connection, on virtual threads as in the server. */
@Timeout(60)
class EventStreamTest {
  private static final String KEY = "key";

  private final HttpClient http = HttpClient.newHttpClient();
  private JdbcCatalog catalog;
  private OrganisationId acme;
  private EventLog log;
  private EventStream stream;
  private EventRoutes routes;
  private Javalin javalin;

  @BeforeEach
  void start(@TempDir Path folder) {
    var clock = new MutableClock();
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    acme =
        catalog.organisations().findOrCreate("acme", Ids.fresh().organisation(), clock.instant());
    log = EventLog.start(catalog.events(), clock);
    stream = new EventStream(log, Duration.ofMillis(200));
    routes = new EventRoutes(log, stream);
    javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          var pool = new QueuedThreadPool();
          pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
          config.jetty.threadPool = pool;
          config.jetty.modifyHttpConfiguration(http -> http.setIdleTimeout(1000));
          KernelErrors.register(config.routes);
          config.routes.before(context -> Caller.authenticate(context, new ApiKeys(KEY, acme)));
          routes.register(config.routes);
        });
    javalin.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    routes.close();
    javalin.stop();
    log.close();
    catalog.close();
    http.close();
  }

  private void happen(String text) {
    log.happened(acme, EventType.SESSION_STARTED, Optional.empty(), Map.of("text", text));
  }

  /** One answer, read line by line. */
  private final class Following implements AutoCloseable {
    final HttpResponse<InputStream> response;
    final BufferedReader lines;

    Following(String query, String... headers) throws Exception {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + javalin.port() + "/events" + query))
              .header("Authorization", "Bearer " + KEY)
              .header("Accept", "text/event-stream");
      if (headers.length > 0) {
        request.headers(headers);
      }
      response = http.send(request.build(), BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The fields of the next event, comments left out. */
    Map<String, String> next() throws Exception {
      Map<String, String> fields = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && fields.containsKey("data")) {
          return fields;
        }
        int colon = line.indexOf(": ");
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      throw new AssertionError("the stream ended");
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  private static String text(Map<String, String> event) {
    return event.getOrDefault("data", "").replaceAll("(?s).*\"text\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void whatHappenedAndWhatHappensComesOnceAndInOrder() throws Exception {
    happen("before");
    try (var following = new Following("")) {
      assertThat(following.response.statusCode()).isEqualTo(200);
      assertThat(following.response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      Map<String, String> first = following.next();
      assertThat(first).containsEntry("event", "session_started").containsEntry("id", "1");
      assertThat(first.get("data"))
          .isEqualTo(
              "{\"id\":1,\"created_at\":\"2026-01-02T03:04:05Z\",\"type\":\"session_started\","
                  + "\"detail\":{\"text\":\"before\"}}");
      happen("line\nbreak");
      assertThat(text(following.next())).isEqualTo("line\\nbreak");
    }
  }

  @Test
  void whoComesBackGetsExactlyWhatIsMissing() throws Exception {
    List<String> seen = new ArrayList<>();
    String last = "0";
    for (int number = 0; number < 250; number++) {
      happen("event-" + number);
    }
    // The URL still has the first id, as it does in a browser's EventSource.
    for (int connection = 0; connection < 10; connection++) {
      try (var following = new Following("?after=0", "Last-Event-ID", last)) {
        for (int i = 0; i < 25; i++) {
          Map<String, String> event = following.next();
          seen.add(text(event));
          last = event.getOrDefault("id", "");
        }
      }
    }
    assertThat(seen)
        .hasSize(250)
        .doesNotHaveDuplicates()
        .startsWith("event-0")
        .endsWith("event-249");
  }

  @Test
  void afterBeginsBehindAnEvent() throws Exception {
    happen("one");
    happen("two");
    try (var following = new Following("?after=1")) {
      assertThat(text(following.next())).isEqualTo("two");
    }
  }

  @Test
  void aSilentStreamHasComments() throws Exception {
    try (var following = new Following("")) {
      assertThat(following.lines.readLine()).isEqualTo("retry: 3000");
      assertThat(following.lines.readLine()).isEmpty();
      // For longer than a silent connection would last.
      for (int comment = 0; comment < 8; comment++) {
        assertThat(following.lines.readLine()).isEqualTo(":");
        assertThat(following.lines.readLine()).isEmpty();
      }
    }
  }

  @Test
  void theEndOfTheServerEndsStreams() throws Exception {
    try (var following = new Following("")) {
      assertThat(following.lines.readLine()).isEqualTo("retry: 3000");
      routes.close();
      assertThat(following.lines.lines().filter(line -> line.length() > 1)).isEmpty();
    }
    try (var following = new Following("")) {
      assertThat(following.lines.lines()).containsOnlyOnce("retry: 3000");
    }
  }

  @Test
  void aClientThatTakesNothingIsDisconnectedAndMissesNothingLater() throws Exception {
    String large = "x".repeat(200_000);
    for (int number = 0; number < 150; number++) {
      happen(number + large);
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), javalin.port())) {
      socket
          .getOutputStream()
          .write(
              String.join(
                      "\r\n",
                      "GET /events HTTP/1.1",
                      "Host: a",
                      "Authorization: Bearer " + KEY,
                      "Accept: text/event-stream",
                      "",
                      "")
                  .getBytes(StandardCharsets.US_ASCII));
      // The request is over once its stream has left, which only the failed write makes it do.
      try (var following = new Following("?after=149")) {
        assertThat(text(following.next())).startsWith("149");
      }
      awaitNoStreams();
    }
    try (var following = new Following("?after=100")) {
      assertThat(text(following.next())).startsWith("100");
    }
  }

  private void awaitNoStreams() {
    while (stream.clients() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aMalformedIdIsRefused() throws Exception {
    try (var following = new Following("", "Last-Event-ID", "x")) {
      assertThat(following.response.statusCode()).isEqualTo(400);
    }
    try (var following = new Following("?after=-1")) {
      assertThat(following.response.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void anOrganisationHasABoundedNumberOfStreams() throws Exception {
    List<Following> streams = new ArrayList<>();
    try {
      for (int number = 0; number < 100; number++) {
        streams.add(new Following(""));
      }
      try (var oneMore = new Following("")) {
        assertThat(oneMore.response.statusCode()).isEqualTo(429);
        assertThat(oneMore.response.headers().firstValue("x-should-retry")).contains("false");
      }
    } finally {
      for (Following stream : streams) {
        stream.close();
      }
    }
  }
}
