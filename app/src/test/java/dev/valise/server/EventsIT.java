package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valise.testing.Receiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session's life with a real browser, as a stream and a webhook tell it; and its limits. */
@Timeout(240)
class EventsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String WRITING = "{\"profile\":{\"name\":\"main\",\"save_changes\":true}}";

  @TempDir private Path data;
  private Receiver receiver;
  private ServerProcess server;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver(() -> 204);
    server =
        ServerProcess.start(
            data,
            "--isolation=off",
            "--max-browsers=1",
            "--allow-loopback-ports=" + receiver.port());
  }

  @AfterEach
  void stop() {
    server.close();
    receiver.close();
  }

  /** Events from a stream, until one of a type. */
  private static List<JsonNode> until(BufferedReader stream, String type) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    String last = "";
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.startsWith("event: ")) {
        last = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        events.add(JSON.readTree(line.substring("data: ".length())));
      } else if (line.isEmpty() && last.equals(type)) {
        return events;
      }
    }
    throw new AssertionError("the stream ended after " + events);
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("type").asText()).toList();
  }

  private static BufferedReader reader(HttpResponse<InputStream> stream) {
    return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
  }

  @Test
  void aSessionsLifeIsToldToAStreamAndASignedWebhook() throws Exception {
    JsonNode hook = server.post("/webhooks", "{\"url\":\"" + receiver.url() + "\"}");
    List<JsonNode> streamed = new ArrayList<>();
    String session;
    try (BufferedReader stream = reader(server.stream("/events", "0"))) {
      server.post("/profiles", "{\"name\":\"main\"}");
      session = server.post("/browsers", WRITING).path("session_id").asText();
      streamed.addAll(until(stream, "session_started"));
      assertThat(types(streamed)).containsExactly("profile_created", "session_started");

      server.children().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
      streamed.addAll(until(stream, "browser_restarted"));
    }
    server.delete("/browsers/" + session);
    String last = streamed.getLast().path("id").asText();
    try (BufferedReader stream = reader(server.stream("/events", last))) {
      streamed.addAll(until(stream, "session_ended"));
    }
    assertThat(types(streamed))
        .containsExactly(
            "profile_created",
            "session_started",
            "browser_restarted",
            "save_finished",
            "session_ended");
    JsonNode saved = streamed.get(3);
    JsonNode version = server.get("/profiles/main/versions/1");
    assertThat(saved.at("/detail/session_id").asText()).isEqualTo(session);
    assertThat(saved.at("/detail/version").asText()).isEqualTo("1");
    assertThat(saved.at("/detail/files").asText()).isEqualTo(version.path("files").asText());
    assertThat(saved.at("/detail/bytes").asText()).isEqualTo(version.path("bytes").asText());
    assertThat(saved.at("/detail/status").asText()).isEqualTo("saved");
    assertThat(streamed.getLast().at("/detail/reason").asText()).isEqualTo("deleted");
    assertThat(server.get("/events").valueStream().toList()).isEqualTo(streamed);

    for (JsonNode event : streamed) {
      Receiver.Request told = receiver.next();
      assertThat(JSON.readTree(told.body())).isEqualTo(event);
      assertThat(told.header("Webhook-id"))
          .isEqualTo(hook.path("id").asText() + "_" + event.path("id").asText());
      assertThat(told.header("Webhook-signature"))
          .isEqualTo(signature(hook.path("secret").asText(), told));
    }
  }

  private static String signature(String secret, Receiver.Request told) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    String signed =
        told.header("Webhook-id") + "." + told.header("Webhook-timestamp") + "." + told.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void oneBrowserTooManyIsRefusedAndTheEndOfTheServerEndsStreams() throws Exception {
    assertThat(server.get("/health").at("/capacity/max_browsers").asInt()).isEqualTo(1);
    String session = server.post("/browsers", "{}").path("session_id").asText();

    HttpResponse<String> refused = server.exchange("POST", "/browsers", "{}");
    assertThat(refused.statusCode()).isEqualTo(529);
    assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
    JsonNode error = JSON.readTree(refused.body());
    assertThat(error.path("code").asText()).isEqualTo("capacity_exhausted");
    assertThat(error.at("/details/0/message").asText()).isEqualTo("1");

    server.delete("/browsers/" + session);
    server.post("/browsers", "{}");
    try (BufferedReader stream = reader(server.stream("/events", "0"))) {
      until(stream, "session_ended");
      server.stop();
      assertThat(rest(stream)).noneMatch(line -> line.startsWith("event: session_ended"));
    }
    try (ServerProcess next = ServerProcess.start(data, "--isolation=off")) {
      assertThat(types(next.get("/events").valueStream().toList()))
          .as("what happened while the server stopped is there")
          .containsExactly("session_started", "session_ended", "session_started", "session_ended");
    }
  }

  /** Jetty may cut an answer off that is not quite ended when the server is. */
  private static List<String> rest(BufferedReader stream) {
    List<String> lines = new ArrayList<>();
    try {
      for (String line = stream.readLine(); line != null; line = stream.readLine()) {
        lines.add(line);
      }
    } catch (IOException cutOff) {
      assertThat(cutOff).hasMessage("closed");
    }
    return lines;
  }

  @Test
  void aDiskThatIsAlmostFullTakesNoNewBrowser() throws Exception {
    server.stop();
    try (ServerProcess full =
        ServerProcess.start(data, "--isolation=off", "--min-free-disk=999999T")) {
      HttpResponse<String> refused = full.exchange("POST", "/browsers", "{}");
      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
      assertThat(JSON.readTree(refused.body()).path("code").asText())
          .isEqualTo("insufficient_storage");
    }
  }
}
