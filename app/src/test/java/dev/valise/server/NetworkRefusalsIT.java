package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Networks that cannot be had on a server. */
@Timeout(120)
class NetworkRefusalsIT {
  @TempDir private Path data;

  @Test
  void aPlainProcessHasTheNetworkOfTheMachineAndNoOther() throws Exception {
    try (ServerProcess server = ServerProcess.start(data, "--isolation=off")) {
      for (String network :
          new String[] {"\"none\"", "{\"deny\":[\"a.example\"]}", "{\"upstream\":\"http://p\"}"}) {
        var answer = server.exchange("POST", "/browsers", "{\"network\":" + network + "}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("plain processes");
      }
      assertThat(server.get("/browsers?status=all")).isEmpty();

      JsonNode usual = server.post("/browsers", "{}");
      assertThat(usual.has("network") || usual.has("warnings")).isFalse();
      server.delete("/browsers/" + usual.path("session_id").asText());

      server.exchange("PUT", "/network", "{\"deny\":[\"a.example\"]}");
      JsonNode said = server.post("/browsers", "{\"network\":\"proxied\"}");
      assertThat(said.has("network")).isFalse();
      assertThat(said.path("warnings"))
          .hasSize(2)
          .allSatisfy(warning -> assertThat(warning.asText()).contains("plain process"));
      server.delete("/browsers/" + said.path("session_id").asText());
    }
  }

  @Test
  void anOperatorCanKeepNetworksToThemselves() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(data, "--isolation=strict", "--network-allow-by-clients=false")) {
      assertForbidden(server, "POST", "/browsers", "{\"network\":{\"allow\":[\"10.1.0.9\"]}}");
      assertForbidden(server, "POST", "/browsers", "{\"network\":{\"upstream\":\"http://p\"}}");
      assertForbidden(server, "PUT", "/network", "{\"allow\":[\"10.1.0.9\"]}");

      JsonNode browser =
          server.post("/browsers", "{\"network\":{\"deny\":[\"a.example\"]},\"headless\":true}");
      assertThat(browser.at("/network/deny/0").asText()).isEqualTo("a.example");
      server.delete("/browsers/" + browser.path("session_id").asText());
    }
  }

  private static void assertForbidden(ServerProcess server, String method, String path, String body)
      throws Exception {
    var answer = server.exchange(method, path, body);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"forbidden\"", "--network-allow-by-clients");
  }
}
