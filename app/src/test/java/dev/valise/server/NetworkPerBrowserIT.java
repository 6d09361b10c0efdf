package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valise.testing.LoginSite;
import dev.valise.testing.Tab;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Browsers of one server that may go to different places. Private addresses are reached through an
 * upstream proxy on loopback, which stands for all of them: nothing leaves the machine.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkPerBrowserIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TEXT = "document.body.innerText";
  private static final String PROTOCOL = "location.protocol";

  private Path data;
  private Path errors;
  private UpstreamSite upstream;
  private LoginSite site;
  private ServerProcess server;
  private final List<String> answers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    data = folder.resolve("data");
    errors = folder.resolve("errors");
    upstream = UpstreamSite.start();
    site = LoginSite.start();
    server =
        ServerProcess.startTalkative(
            data,
            errors,
            "--isolation=strict",
            "--allow-loopback-ports=%d,%d".formatted(upstream.port(), sitePort()));
  }

  @AfterEach
  void forgetTheOrganisationsRules() throws Exception {
    assertThat(ask("PUT", "/network", "{}"))
        .isEqualTo(JSON.readTree("{'allow':[],'deny':[]}".replace('\'', '"')));
  }

  /** The last of the tests: whatever they did, the credentials are nowhere. */
  @AfterAll
  void nothingKnowsTheCredentials() throws Exception {
    try (var last = server) {
      assertThat(last.stopAndRead()).doesNotContain(UpstreamSite.PASSWORD);
      assertThat(upstream.asked()).isNotEmpty();
      assertThat(Files.readString(errors))
          .contains("Refused")
          .doesNotContain(UpstreamSite.PASSWORD);
      assertThat(answers).isNotEmpty().noneMatch(answer -> answer.contains(UpstreamSite.PASSWORD));
      try (Stream<Path> files = Files.list(data)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(UpstreamSite.PASSWORD);
        }
      }
    } finally {
      upstream.close();
      site.close();
    }
  }

  @Test
  void allowOpensAnAddressForOneBrowserAndForNoOther() throws Exception {
    JsonNode one =
        create("{'allow':['10.1.0.9:80'],'upstream':'%s'}".formatted(upstream.url("http")));
    JsonNode other = create("{'upstream':'%s'}".formatted(upstream.url("http")));

    assertThat(load(one, "http://10.1.0.9/", TEXT)).isEqualTo(UpstreamSite.PAGE);
    assertThat(load(one, "http://10.1.0.9:81/", PROTOCOL)).isEqualTo("chrome-error:");
    assertThat(load(other, "http://10.1.0.9/", PROTOCOL)).isEqualTo("chrome-error:");
    assertThat(load(other, "http://public.example/", TEXT)).isEqualTo(UpstreamSite.PAGE);

    assertThat(upstream.asked())
        .contains("CONNECT 10.1.0.9:80", "CONNECT public.example:80")
        .doesNotContain("CONNECT 10.1.0.9:81");
    JsonNode network = find(one).path("network");
    assertThat(network.path("mode").asText()).isEqualTo("proxied");
    assertThat(network.path("allow")).isEqualTo(JSON.readTree("[\"10.1.0.9:80\"]"));
    assertThat(network.path("deny")).isEqualTo(JSON.readTree("[]"));
    assertThat(network.path("upstream").asText()).isEqualTo("127.0.0.1:" + upstream.port());
    assertThat(network.path("bytes_in").asLong())
        .isGreaterThanOrEqualTo(UpstreamSite.PAGE.length());
    assertThat(network.path("bytes_out").asLong()).isPositive();
    assertThat(network.path("connections").asLong()).isPositive();
    assertThat(reason(network, "10.1.0.9:81")).isEqualTo("the address is private");
    assertThat(reason(find(other).path("network"), "10.1.0.9:80"))
        .isEqualTo("the address is private");

    JsonNode listed =
        server
            .get("/browsers")
            .valueStream()
            .filter(it -> it.path("session_id").equals(one.path("session_id")))
            .findFirst()
            .orElseThrow();
    assertThat(listed.at("/network/allow")).isEqualTo(network.path("allow"));
    assertThat(listed.at("/network/bytes_in").asLong())
        .isGreaterThanOrEqualTo(network.path("bytes_in").asLong());
    server.delete(path(one));
    server.delete(path(other));
    JsonNode ended = ask("GET", path(one) + "?include_deleted=true", "");
    assertThat(ended.at("/network/allow")).isEqualTo(network.path("allow"));
    assertThat(ended.at("/network/bytes_in").asLong())
        .isGreaterThanOrEqualTo(network.path("bytes_in").asLong());
    assertThat(reason(ended.path("network"), "10.1.0.9:81")).isEqualTo("the address is private");
  }

  @Test
  void aSocksUpstreamGetsNamesAndCredentials() throws Exception {
    JsonNode browser = create("{'upstream':'%s'}".formatted(upstream.url("socks5")));

    assertThat(load(browser, "http://name.example:8080/", TEXT)).isEqualTo(UpstreamSite.PAGE);

    assertThat(upstream.asked()).contains("SOCKS name.example:8080");
    server.delete(path(browser));
  }

  @Test
  void anUpstreamThatRefusesTheCredentialsIsToldAsTheReason() throws Exception {
    JsonNode browser =
        create("{'upstream':'%s'}".formatted(upstream.url("http").replace("anna:", "bert:")));

    assertThat(load(browser, "http://name.example/", PROTOCOL)).isEqualTo("chrome-error:");

    assertThat(reason(find(browser).path("network"), "name.example:80"))
        .isEqualTo("the upstream proxy does not take the credentials");
    server.delete(path(browser));
  }

  @Test
  void denyBeatsAllowAndTheOrganisationBeatsTheBrowser() throws Exception {
    JsonNode before = create("{}");
    ask(
        "PUT",
        "/network",
        "{\"allow\":[\"10.1.0.9\"],\"deny\":[\"localhost:%d\"]}".formatted(sitePort()));
    JsonNode after =
        create(
            "{'allow':['10.1.0.8','localhost'],'deny':['10.1.0.8:80'],'upstream':'%s'}"
                .formatted(upstream.url("http")));

    assertThat(load(before, site.url(), PROTOCOL)).isEqualTo("http:");
    assertThat(load(after, site.url(), PROTOCOL)).isEqualTo("chrome-error:");
    assertThat(load(after, "http://10.1.0.8/", PROTOCOL)).isEqualTo("chrome-error:");
    assertThat(load(after, "http://10.1.0.8:81/", TEXT)).isEqualTo(UpstreamSite.PAGE);
    assertThat(load(after, "http://10.1.0.9/", TEXT)).isEqualTo(UpstreamSite.PAGE);

    JsonNode network = find(after).path("network");
    assertThat(reason(network, "localhost:" + sitePort()))
        .isEqualTo("rule localhost:" + sitePort() + " denies it");
    assertThat(reason(network, "10.1.0.8:80")).isEqualTo("rule 10.1.0.8:80 denies it");
    server.delete(path(before));
    server.delete(path(after));
  }

  @Test
  void aBrowserWithoutANetworkReachesNothing() throws Exception {
    JsonNode browser = create("'none'");

    assertThat(load(browser, site.url(), PROTOCOL)).isEqualTo("chrome-error:");
    assertThat(load(browser, "http://127.0.0.1:9222/json/version", PROTOCOL))
        .isEqualTo("chrome-error:");

    JsonNode network = find(browser).path("network");
    assertThat(network.path("mode").asText()).isEqualTo("none");
    assertThat(network.path("connections").asLong()).isZero();
    server.delete(path(browser));
  }

  @Test
  void nothingIsChangedWhileTheBrowserRuns() throws Exception {
    JsonNode browser = create("'proxied'");
    assertThat(server.exchange("PATCH", path(browser), "{\"network\":\"none\"}").statusCode())
        .isEqualTo(501);
    server.delete(path(browser));
  }

  private int sitePort() {
    return URI.create(site.url()).getPort();
  }

  private JsonNode create(String network) throws Exception {
    String body = "{'headless':true,'network':" + network + "}";
    return ask("POST", "/browsers", body.replace('\'', '"'));
  }

  private JsonNode find(JsonNode browser) throws Exception {
    return ask("GET", path(browser), "");
  }

  private JsonNode ask(String method, String path, String body) throws Exception {
    var response = server.exchange(method, path, body);
    answers.add(response.body());
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
    return JSON.readTree(response.body());
  }

  private static String path(JsonNode browser) {
    return "/browsers/" + browser.path("session_id").asText();
  }

  private static String reason(JsonNode network, String target) {
    return network
        .path("denied")
        .valueStream()
        .filter(it -> it.path("target").asText().equals(target) && it.path("times").asLong() > 0)
        .map(it -> it.path("reason").asText())
        .findFirst()
        .orElse("not denied");
  }

  private static String load(JsonNode browser, String url, String expression) throws Exception {
    try (Tab tab = Tab.open(URI.create(browser.path("cdp_ws_url").asText()), url)) {
      return tab.evaluate(expression);
    }
  }
}
