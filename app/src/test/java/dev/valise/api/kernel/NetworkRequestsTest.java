package dev.valise.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.NetworkMode;
import dev.valise.model.NetworkRules;
import dev.valise.model.Refusal;
import dev.valise.session.NetworkRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRequestsTest {

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'network':null}"})
  void whoAsksForNothingGetsWhatIsThere(String body) {
    assertThat(browser(body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'network':'proxied'}",
        "{'network':{}}",
        "{'network':{'mode':'proxied','allow':[],'deny':null,'upstream':null}}"
      })
  void theDefaultCanBeSaid(String body) {
    assertThat(browser(body)).contains(NetworkRequest.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'network':'none'}", "{'network':{'mode':'none','deny':[]}}"})
  void aBrowserCanBeWithoutANetwork(String body) {
    assertThat(browser(body).orElseThrow().mode()).isEqualTo(NetworkMode.NONE);
  }

  @Test
  void rulesAreKeptAsTheyWereWritten() {
    NetworkRequest request =
        browser("{'network':{'allow':['[fd00::1]:443','10.1.0.9'],'deny':['*.Example.com']}}")
            .orElseThrow();
    assertThat(request.mode()).isEqualTo(NetworkMode.PROXIED);
    assertThat(request.rules())
        .isEqualTo(
            new NetworkRules(List.of("[fd00::1]:443", "10.1.0.9"), List.of("*.Example.com")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'network':'fully'} | the network of a browser is one of: proxied, full, none",
        "{'network':'NONE'} | the network of a browser is one of: proxied, full, none",
        "{'network':''} | the network of a browser is one of: proxied, full, none",
        "{'network':{'mode':'open'}} | the network of a browser is one of: proxied, full, none",
        "{'network':5} | network must be a word or an object",
        "{'network':['none']} | network must be a word or an object",
        "{'network':{'mode':5}} | network.mode must be a string",
        "{'network':{'allow':'10.1.0.9'}} | network.allow must be an array of strings",
        "{'network':{'deny':['ads.example',5]}} | network.deny must be an array of strings",
        "{'network':{'denny':[]}} | there is no field network.denny, but mode, allow, deny, upstream",
        "{'network':{'allow':['10.1.0.9','10.0.0.0/33']}} | network rule \"10.0.0.0/33\": 10.0.0.0 has a prefix of 0 to 32 bits, not 33",
        "{'network':{'deny':['a b']}} | network rule \"a b\": not a host name: \"a b\"",
        "{'network':{'mode':'none','deny':['a.example']}} | a browser without a network has no use for allow, deny and upstream",
        "{'network':{'mode':'none','upstream':'http://p.example'}} | a browser without a network has no use for allow, deny and upstream",
        "{'network':{'mode':'full','upstream':'http://p.example'}} | a full network has no use for upstream: nothing of it goes through the server's proxy",
        "{'network':{'mode':'full','deny':['*.ads.example']}} | network rule *.ads.example: a full network has rules about addresses only, not names",
        "{'network':{'mode':'full','allow':['10.1.0.9','a.example:80']}} | network rule a.example:80: a full network has rules about addresses only, not names",
        "{'network':{'upstream':5}} | network.upstream must be a string",
      })
  void whatCannotBeHadIsRefused(String body, String message) {
    assertThatThrownBy(() -> browser(body)).isInstanceOf(Refusal.Invalid.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://anna:s3cret@p.example",
        "http://anna:s3cret@",
        "http://anna:s3cret@p_%zz",
        "http://anna:s3cret@p.example/path",
        "http://an:na:s3cret @p.example",
        "http://:s3cret@p.example",
        "http://anna:s3cret@p.example:99999",
        "anna:s3cret@p.example:3128",
        "http:anna:s3cret@p.example",
      })
  void anUpstreamThatCannotBeReadIsRefusedWithoutItsCredentials(String url) {
    assertThatThrownBy(() -> browser("{'network':{'upstream':'" + url + "'}}"))
        .isInstanceOf(Refusal.Invalid.class)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret", "anna"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://anna:s3cret@p.example:3128", "socks5://anna:s3cret@[fd00::1]"})
  void aRequestPrintsNoCredentials(String url) {
    NetworkRequest request = browser("{'network':{'upstream':'" + url + "'}}").orElseThrow();
    assertThat(request.toString()).contains("[redacted]").doesNotContain("s3cret", "anna");
  }

  @Test
  void thereAreAtMostAHundredRules() {
    assertThat(browser(rules(60, 40)).orElseThrow().rules().deny()).hasSize(40);
    assertThatThrownBy(() -> browser(rules(60, 41)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("a network has at most 100 rules, not 101");
  }

  private static String rules(int allow, int deny) {
    return "{'network':{'allow':%s,'deny':%s}}".formatted(list(allow), list(deny));
  }

  private static String list(int rules) {
    return "[" + String.join(",", Collections.nCopies(rules, "'10.1.0.9'")) + "]";
  }

  @Test
  void anOrganisationReplacesBothLists() {
    assertThat(NetworkRequests.ofOrganisation(body("{'deny':['a.example'],'warnings':['x']}")))
        .isEqualTo(new NetworkRules(List.of(), List.of("a.example")));
    assertThat(NetworkRequests.ofOrganisation(body("{}"))).isEqualTo(NetworkRules.NONE);
    assertThatThrownBy(() -> NetworkRequests.ofOrganisation(body("{'denied':[]}")))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("there is no field denied, but allow, deny, warnings");
  }

  private static Optional<NetworkRequest> browser(String json) {
    return NetworkRequests.ofBrowser(body(json));
  }

  private static RequestBody body(String json) {
    return RequestBody.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
