package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile that requires a login, and the outcome of its saves, over HTTP. */
@Timeout(240)
class RequiredLoginIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUIRE = "[{\"domain\":\"localhost\",\"cookie\":\"session\"}]";

  @TempDir private Path data;

  @Test
  void aLogoutIsSavedAndNotTheHead() throws Exception {
    try (LoginSite site = LoginSite.start();
        ServerProcess server = ServerProcess.start(data, "--isolation=off")) {
      String any = "{\"name\":\"main\",\"require\":[{\"domain\":\"localhost\",\"cookie\":null}]}";
      assertThat(server.post("/profiles", any).path("require").toString())
          .isEqualTo("[{\"domain\":\"localhost\"}]");
      assertThat(patch(server, "{\"require\":" + REQUIRE + "}").path("require").toString())
          .isEqualTo(REQUIRE);

      JsonNode logout = save(server, site, "'nothing'");
      assertThat(logout.path("status").asText()).isEqualTo("saved");
      assertThat(logout.path("version").asInt()).isEqualTo(1);
      assertThat(logout.path("made_head").asBoolean(true)).isFalse();
      assertThat(logout.path("warnings").path(0).asText())
          .startsWith("this version was not made the head: ")
          .contains("the cookie 'session' of localhost");
      assertThat(server.get("/profiles/main").path("head_version").isNull()).isTrue();

      JsonNode login = save(server, site, "login('s3cret')");
      assertThat(login.path("made_head").asBoolean()).isTrue();
      assertThat(login.path("origins").asInt()).isEqualTo(1);
      assertThat(login.path("steps_ms").path("close").asInt(-1)).isPositive();
      assertThat(login.path("steps_ms").path("store").isIntegralNumber()).isTrue();
      long byRule = 0;
      for (JsonNode bytes : login.path("left_out_by_rule")) {
        byRule += bytes.asLong();
      }
      assertThat(byRule).isPositive().isEqualTo(login.path("left_out_bytes").asLong());

      JsonNode versions = server.get("/profiles/main/versions");
      assertThat(versions.path(0).path("head").asBoolean()).isTrue();
      assertThat(versions.path(0).path("left_out_by_rule"))
          .isEqualTo(login.path("left_out_by_rule"));
      assertThat(versions.path(0).path("steps_ms")).isEqualTo(login.path("steps_ms"));
      assertThat(versions.path(1).path("made_head").asBoolean(true)).isFalse();
      assertThat(versions.path(1).path("head").asBoolean(true)).isFalse();
      assertThat(versions.path(1).path("outcome").path("warnings"))
          .isEqualTo(logout.path("warnings"));

      assertThat(patch(server, "{\"require\":null}").path("require").isEmpty()).isTrue();
      HttpResponse<String> wrong =
          server.exchange("PATCH", "/profiles/main", "{\"require\":[{\"domain\":\".a.de\"}]}");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("require[0].domain must be a host name");
    }
  }

  private static JsonNode patch(ServerProcess server, String body) throws Exception {
    HttpResponse<String> response = server.exchange("PATCH", "/profiles/main", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static JsonNode save(ServerProcess server, LoginSite site, String expression)
      throws Exception {
    JsonNode browser =
        server.post("/browsers", "{\"profile\":{\"name\":\"main\",\"save_changes\":true}}");
    try (Tab tab = Tab.open(URI.create(browser.path("cdp_ws_url").asText()), site.url())) {
      tab.evaluate(expression);
    }
    String path = "/browsers/" + browser.path("session_id").asText();
    server.delete(path);
    return server.get(path + "?include_deleted=true").path("save");
  }
}
