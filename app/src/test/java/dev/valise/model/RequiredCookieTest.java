package dev.valise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredCookieTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, true",
    ".example.com, true",
    "sub.example.com, true",
    ".a.sub.example.com, true",
    "badexample.com, false",
    "com, false",
    ".com, false",
    "example.com.evil.org, false",
    "'', false",
  })
  void aDomainIsItselfAndAllBelowIt(String cookieDomain, boolean matches) {
    assertThat(new RequiredCookie("example.com", Optional.empty()).matches(cookieDomain, "any"))
        .isEqualTo(matches);
  }

  @Test
  void aNameCountsAsItIsWritten() {
    var required = new RequiredCookie("example.com", Optional.of("sid"));
    assertThat(required.matches("example.com", "sid")).isTrue();
    assertThat(required.matches("example.com", "SID")).isFalse();
    assertThat(required.matches("example.com", "sid2")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "localhost", "127.0.0.1", "[::1]", "a-b.c_d.xn--tst-qla.de"})
  void hosts(String domain) {
    assertThat(RequiredCookie.isDomain(domain)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".example.com",
        "example.com.",
        "Example.com",
        "tüst.de",
        "a..b",
        "-a.de",
        "a-.de",
        "https://a.de",
        "a.de:80",
        "a.de/x",
        "*.a.de",
        " a.de",
        "a b",
        "::1"
      })
  void whatIsNoHost(String domain) {
    assertThat(RequiredCookie.isDomain(domain)).isFalse();
    assertThatThrownBy(() -> new RequiredCookie(domain, Optional.empty()))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("domain");
  }

  @Test
  void hostsHaveBounds() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(RequiredCookie.isDomain(longest)).isTrue();
    assertThat(RequiredCookie.isDomain(longest + "a")).isFalse();
    assertThat(RequiredCookie.isDomain(label + "a.de")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sid", "__Host-sid", "a b", "säid", "[x]", "a\"b"})
  void names(String name) {
    assertThat(RequiredCookie.isCookieName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a=b", "a;b", "a\nb", "a\u0000b", "a\u007f"})
  void whatIsNoName(String name) {
    assertThat(RequiredCookie.isCookieName(name)).isFalse();
    assertThatThrownBy(() -> new RequiredCookie("example.com", Optional.of(name)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("cookie");
  }

  @Test
  void namesHaveBounds() {
    assertThat(RequiredCookie.isCookieName("a".repeat(4096))).isTrue();
    assertThat(RequiredCookie.isCookieName("a".repeat(4097))).isFalse();
  }
}
