package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.egress.policy.EgressSyntaxException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, HttpConnect, proxy.example:3128",
    "HTTP://Proxy.Example, HttpConnect, proxy.example:80",
    "http://proxy.example:3128/, HttpConnect, proxy.example:3128",
    "socks5://198.51.100.7, Socks5, 198.51.100.7:1080",
    "socks5h://[fd00::1]:1081, Socks5, '[fd00:0:0:0:0:0:0:1]:1081'",
  })
  void isReadFromAUrl(String url, String kind, String address) {
    var proxy = (Upstream.Proxy) Upstream.parse(url);
    assertThat(proxy.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(proxy.address()).hasToString(address);
    assertThat(proxy.credentials()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://anna:secret@proxy.example, anna, secret",
    "http://anna@proxy.example, anna, ''",
    "http://anna:@proxy.example, anna, ''",
    "http://an%20na:p%3Aa%40s%2Fs+%25@proxy.example, an na, p:a@s/s+%",
    "socks5://anna:a:b@proxy.example, anna, a:b",
    "socks5://anna:w%C3%B6rd@proxy.example, anna, wörd",
  })
  void credentialsAreDecoded(String url, String user, String password) {
    assertThat(((Upstream.Proxy) Upstream.parse(url)).credentials())
        .isEqualTo(Optional.of(new Credentials(user, password)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example:3128",
        "//u:hunter2@proxy.example",
        "https://u:hunter2@proxy.example",
        "socks4://u:hunter2@proxy.example",
        "http:u:hunter2@proxy.example",
        "http://u:hunter2@",
        "http://u:hunter2@:80",
        "http://u:hunter2@proxy.example:0",
        "http://u:hunter2@proxy.example:65536",
        "http://u:hunter2@proxy.example/path",
        "http://u:hunter2@proxy.example?q",
        "http://u:hunter2@proxy.example#f",
        "http://u:hunter2@256.1.1.1",
        "http://u:hunter2@proxy example",
        "http://u:hunter2%@proxy.example",
        "http://:hunter2@proxy.example",
        "http://u%3Au:hunter2@proxy.example",
        "http://u:hunter2@[fe80::1%25eth0]",
      })
  void allElseIsRefusedWithoutTheWords(String url) {
    assertThatThrownBy(() -> Upstream.parse(url))
        .isInstanceOf(EgressSyntaxException.class)
        .hasNoCause()
        .message()
        .doesNotContain("hunter2")
        .isNotBlank();
  }

  @Test
  void nothingPrintsCredentials() {
    for (String scheme : new String[] {"http", "socks5"}) {
      assertThat(Upstream.parse(scheme + "://anna:secret@proxy.example").toString())
          .contains("proxy.example")
          .doesNotContain("anna")
          .doesNotContain("secret");
    }
  }

  @Test
  void credentialsThatNoProtocolCarriesAreRefused() {
    String longest = "ö".repeat(127);
    assertThat(new Credentials(longest, longest)).hasToString("[redacted]");
    assertThatThrownBy(() -> new Credentials(longest + "ab", ""))
        .isInstanceOf(EgressSyntaxException.class);
    assertThatThrownBy(() -> new Credentials("a", longest + "ab"))
        .isInstanceOf(EgressSyntaxException.class);
    assertThatThrownBy(() -> new Credentials("a:b", "")).isInstanceOf(EgressSyntaxException.class);
    assertThatThrownBy(() -> new Credentials("", "")).isInstanceOf(EgressSyntaxException.class);
  }
}
