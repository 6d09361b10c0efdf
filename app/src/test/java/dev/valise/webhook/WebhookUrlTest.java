package dev.valise.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.model.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

  @Test
  void isReadIntoWhatARequestNeeds() {
    WebhookUrl url = WebhookUrl.parse("https://Hooks.Example:8443/a%20b/ü?c=d&e");
    assertThat(url.tls()).isTrue();
    assertThat(url.target()).hasToString("hooks.example:8443");
    assertThat(url.host()).isEqualTo("Hooks.Example:8443");
    assertThat(url.path()).isEqualTo("/a%20b/%C3%BC?c=d&e");

    WebhookUrl bare = WebhookUrl.parse("http://[2001:db8::1]");
    assertThat(bare.tls()).isFalse();
    assertThat(bare.target()).hasToString("[2001:db8:0:0:0:0:0:1]:80");
    assertThat(bare.path()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hooks.example",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "https:///path",
        "https://user:pass@hooks.example/",
        "https://hooks.example/#part",
        "https://hooks.example:99999/",
        "https://hooks.example:0/",
        "https://hooks.example/a b",
        "https://hooks.example/\r\nX: y",
        "https://1.2.3.4.5/",
        "http://0x7f.1:8080/",
      })
  void whatIsNoUrlForAWebhookIsRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> WebhookUrl.parse(text))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageStartingWith("url ")
        .hasMessageNotContaining("pass@");
  }

  @Test
  void tooLongIsRefused() {
    assertThatThrownBy(() -> WebhookUrl.parse("https://hooks.example/" + "x".repeat(2048)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("2048");
  }

  private static WebhookNetwork network(String loopback, String... allow) {
    return new WebhookNetwork(
        new EgressPolicy(
            EgressRules.parse(List.of(allow), List.of("*.denied.example")),
            loopback.isEmpty() ? LoopbackPorts.NONE : LoopbackPorts.parse(loopback),
            address -> address.getHostAddress().equals("203.0.113.9")),
        name -> {
          throw new AssertionError("nothing is looked up: " + name);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/",
        "http://localhost:8080/",
        "http://sub.localhost:8080/",
        "http://2130706433:8080/",
        "http://[::1]:8080/",
        "http://[::ffff:127.0.0.1]:8080/",
        "http://0.0.0.0:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.0.9/",
        "http://192.168.7.7/",
        "http://[fd00::1]/",
        "http://203.0.113.9/",
        "https://hooks.denied.example/",
      })
  void whereNoWebhookMayBeIsSaidAtOnce(String url) {
    var target = WebhookUrl.parse(url).target();
    assertThatThrownBy(() -> network("").check(target)).isInstanceOf(Refusal.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/",
        "http://localhost:8080/",
        "http://10.1.0.9/",
        "https://hooks.example/",
        "http://198.51.100.7/"
      })
  void whatTheOperatorOpensAndTheInternetAreAllowed(String url) {
    var target = WebhookUrl.parse(url).target();
    assertThatCode(() -> network("8080", "10.1.0.9:80").check(target)).doesNotThrowAnyException();
  }
}
