package dev.valise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cli.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A demonstration is worth what its site would notice. */
class DemoSiteTest {

  private final DemoSite site = new DemoSite(new Random(7));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    site.close();
  }

  private HttpResponse<String> get(String path, String cookies) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(site.url().resolve(path));
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> logIn(String form) throws Exception {
    return http.send(
        HttpRequest.newBuilder(site.url().resolve("/login"))
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private List<String> cookiesOfLogin() throws Exception {
    return logIn("name=ada&password=lovelace").headers().allValues("Set-Cookie");
  }

  private static String pair(String setCookie) {
    return setCookie.substring(0, setCookie.indexOf(';'));
  }

  @Test
  void asksStrangersToLogIn() throws Exception {
    assertThat(get("/", "").body()).contains("<form");
    assertThat(get("/", "session=guessed").body()).contains("<form");
  }

  @Test
  void knowsWhoLoggedIn() throws Exception {
    String session = pair(cookiesOfLogin().getFirst());

    assertThat(get("/", "a=b; " + session).body()).contains("Logged in").doesNotContain("<form");
  }

  @Test
  void setsACookieThatOnlyASessionKeepsAndOneThatLasts() throws Exception {
    assertThat(cookiesOfLogin())
        .satisfiesExactlyInAnyOrder(
            session ->
                assertThat(session).matches("session=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax"),
            remember -> assertThat(remember).matches("remember=[0-9a-f]{32}; .*Max-Age=31536000"));
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    HttpResponse<String> refused = logIn("name=ada&password=byron");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void findsNothingInAFreshBrowser() throws Exception {
    assertThat(site.judge(Json.read(get("/cookies", "").body()))).isEqualTo(LoginState.NONE);
  }

  @Test
  void findsEachTraceOnlyByItsOwnValue() throws Exception {
    HttpResponse<String> welcome = logIn("name=ada&password=lovelace");
    List<String> cookies =
        welcome.headers().allValues("Set-Cookie").stream().map(DemoSiteTest::pair).toList();
    List<String> kept =
        Pattern.compile("'([0-9a-f]{32})'")
            .matcher(welcome.body())
            .results()
            .map(result -> result.group(1))
            .toList();
    String found =
        "{%s, \"token\": \"%s\", \"record\": \"%s\"}"
            .formatted(
                String.join(", ", cookies.stream().map(DemoSiteTest::json).sorted().toList()),
                kept.getFirst(),
                kept.getLast());

    assertThat(site.judge(Json.read(found))).isEqualTo(LoginState.COMPLETE);
    assertThat(site.judge(Json.read(found.replace(kept.getLast(), "0"))))
        .isEqualTo(new LoginState(true, true, true, false));
    assertThat(site.judge(Json.read(found.replace(kept.getFirst(), "0"))))
        .isEqualTo(new LoginState(true, true, false, true));
    assertThat(site.judge(Json.read(found.replace("\"remember\"", "\"other\""))))
        .isEqualTo(new LoginState(true, false, true, true));
    assertThat(site.judge(Json.read(found.replace("\"session\"", "\"other\""))))
        .isEqualTo(new LoginState(false, true, true, true));
  }

  private static String json(String pair) {
    return "\"%s\": \"%s\"".formatted((Object[]) pair.split("="));
  }
}
