package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands against a server that answers like the API. */
class ApiCommandsTest {

  private static final String PROFILES = "GET /profiles?limit=100&offset=0";
  private static final String BROWSERS = "GET /browsers?limit=100&offset=0";

  private final FakeApi api;

  ApiCommandsTest() throws IOException {
    api = new FakeApi();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Execution execute(String... arguments) {
    return Execution.of(Map.of("VALISE_URL", api.url(), "VALISE_API_KEY", "k1"), arguments);
  }

  @Test
  void listsProfilesAsATable() {
    api.answer(
        PROFILES,
        200,
        """
        [{"id": "aaaaaaaaaaaaaaaaaaaaaaaa", "name": "shop", "created_at": "2026-11-21T08:00:00Z",
          "head_version": 2, "saved": {"version": 2, "at": "2026-11-21T09:00:00Z"}},
         {"id": "bbbbbbbbbbbbbbbbbbbbbbbb", "name": "null", "created_at": "2026-11-21T08:00:01Z"}]\
        """);

    Execution list = execute("profiles", "list");

    assertThat(list.status()).isZero();
    assertThat(list.out().lines())
        .containsExactly(
            "NAME  ID                        CREATED               VERSION  SAVED                 LAST USED",
            "shop  aaaaaaaaaaaaaaaaaaaaaaaa  2026-11-21T08:00:00Z  2        2026-11-21T09:00:00Z  -",
            "null  bbbbbbbbbbbbbbbbbbbbbbbb  2026-11-21T08:00:01Z  -        -                     -");
    assertThat(list.err()).isEmpty();
    assertThat(api.requests()).extracting(FakeApi.Request::authorization).containsOnly("Bearer k1");
  }

  @Test
  void listsEveryPageAsOneJsonDocument() {
    api.answer(
            PROFILES,
            200,
            Map.of("X-Has-More", "true", "X-Next-Offset", "2"),
            "[1, {\"new\": 2.5}]")
        .answer(
            "GET /profiles?limit=100&offset=2",
            200,
            Map.of("X-Has-More", "false", "X-Next-Offset", "0"),
            "[3]");

    Execution list = execute("profiles", "list", "--json");

    assertThat(list.out()).isEqualTo("[1,{\"new\":2.5},3]\n");
  }

  @Test
  void stopsAtAServerWhosePagesDoNotAdvance() {
    api.answer(PROFILES, 200, Map.of("X-Has-More", "true"), "[1]");

    Execution list = execute("profiles", "list");

    assertThat(list.status()).isEqualTo(1);
    assertThat(list.err()).contains("announces more after offset 0, but not where");
  }

  @Test
  void saysThatAListIsEmpty() {
    api.answer(PROFILES, 200, "[]").answer(BROWSERS, 200, "[]");

    assertThat(execute("profiles", "list"))
        .isEqualTo(
            new Execution(
                0, "", "No profiles yet. Create one with: valise profiles create NAME\n"));
    assertThat(execute("browsers", "list").err()).startsWith("No browsers are running.");
    assertThat(execute("profiles", "list", "--json").out().strip()).isEqualTo("[]");
  }

  @Test
  void listsBrowsers() {
    api.answer(
        BROWSERS,
        200,
        """
        [{"session_id": "s1", "name": null, "profile": {"id": "p", "name": "shop"},
          "profile_save_changes": true, "headless": false, "timeout_seconds": 60,
          "created_at": "2026-11-21T08:00:00Z"}]\
        """);

    assertThat(execute("browsers", "list").out().lines())
        .containsExactly(
            "SESSION  NAME  PROFILE  SAVES  HEADLESS  TIMEOUT  CREATED",
            "s1       -     shop     true   false     60       2026-11-21T08:00:00Z");
  }

  @Test
  void createsAProfile() {
    api.answer(
        "POST /profiles", 201, "{\"id\": \"p1\", \"name\": \"shop\", \"created_at\": \"t\"}");

    assertThat(execute("profiles", "create", "shop").out()).isEqualTo("name  shop\nid    p1\n");
    assertThat(api.requests().getFirst().body()).isEqualTo("{\"name\":\"shop\"}");
  }

  @Test
  void createsAProfileThatRequiresALogin() {
    api.answer("POST /profiles", 201, "{\"id\": \"p1\", \"name\": \"shop\"}");

    execute("profiles", "create", "shop", "--require=a.de", "--require=b.de:sid:1");
    execute("profiles", "create", "shop", "--require", "[::1]:sid");

    assertThat(api.requests())
        .extracting(FakeApi.Request::body)
        .containsExactly(
            "{\"name\":\"shop\",\"require\":[{\"domain\":\"a.de\"},"
                + "{\"domain\":\"b.de\",\"cookie\":\"sid:1\"}]}",
            "{\"name\":\"shop\",\"require\":[{\"domain\":\"[::1]\",\"cookie\":\"sid\"}]}");
  }

  @Test
  void createsABrowserThatSaves() {
    api.answer("POST /browsers", 200, "{\"session_id\": \"s1\", \"cdp_ws_url\": \"ws://x/y\"}");

    Execution create =
        execute(
            "browsers",
            "create",
            "--profile=shop",
            "--save-changes",
            "--on-conflict=wait",
            "--headless",
            "--name=n",
            "--timeout-seconds=90");

    assertThat(create.out()).isEqualTo("session_id  s1\ncdp_ws_url  ws://x/y\n");
    assertThat(Json.read(api.requests().getFirst().body()))
        .isEqualTo(
            Json.read(
                """
                {"headless": true, "profile": {"name": "shop", "save_changes": true},
                 "on_conflict": "wait", "name": "n", "timeout_seconds": 90}\
                """));
  }

  @Test
  void createsABrowserWithAProfileById() {
    api.answer("POST /browsers", 200, "{\"session_id\": \"s1\"}");

    Execution create =
        execute("browsers", "create", "--profile=aaaaaaaaaaaaaaaaaaaaaaa1", "--json");

    assertThat(Json.read(create.out())).isEqualTo(Json.read("{\"session_id\": \"s1\"}"));
    assertThat(Json.read(api.requests().getFirst().body()).at("/profile/id").asText())
        .isEqualTo("aaaaaaaaaaaaaaaaaaaaaaa1");
  }

  @Test
  void deletesTheOthersWhenOneFails() {
    api.answer("DELETE /profiles/a%20b%2F..", 204, "")
        .answer("DELETE /profiles/c", 204, "")
        .answer(
            "DELETE /profiles/gone",
            404,
            "{\"code\":\"not_found\",\"message\":\"no profile gone\"}");

    Execution delete = execute("profiles", "delete", "a b/..", "gone", "c");

    assertThat(delete)
        .isEqualTo(
            new Execution(1, "deleted a b/..\ndeleted c\n", "Error: no profile gone (HTTP 404)\n"));
  }

  @Test
  void deletesAProfileInUseOnlyByForce() {
    api.answer(
            "DELETE /profiles/shop",
            409,
            "{\"code\":\"conflict\",\"message\":\"profile 'shop' is in use\"}")
        .answer("DELETE /profiles/shop?force=true", 204, "");

    assertThat(execute("profiles", "delete", "shop"))
        .isEqualTo(new Execution(1, "", "Error: profile 'shop' is in use (HTTP 409)\n"));
    assertThat(execute("profiles", "delete", "--force", "shop").out()).isEqualTo("deleted shop\n");
  }

  @Test
  void deletesABrowser() {
    api.answer("DELETE /browsers/s1", 204, "");

    assertThat(execute("browsers", "delete", "s1").status()).isZero();
  }
}
