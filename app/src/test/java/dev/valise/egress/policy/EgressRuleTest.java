package dev.valise.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Seed;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class EgressRuleTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.0.9:80, 10.1.0.9, 80, true",
    "10.1.0.9:80, 10.1.0.9, 81, false",
    "10.1.0.9:80, 10.1.0.8, 80, false",
    "10.1.0.9, 10.1.0.9, 1, true",
    "10.0.0.0/8, 10.1.0.9, 65535, true",
    "10.0.0.0/8:443, 10.1.0.9, 443, true",
    "10.0.0.0/8:443, 10.1.0.9, 80, false",
    "10.1.0.9:8000-8100, 10.1.0.9, 8000, true",
    "10.1.0.9:8000-8100, 10.1.0.9, 8100, true",
    "10.1.0.9:8000-8100, 10.1.0.9, 8101, false",
    "[fd00::1]:443, fd00::1, 443, true",
    "[fd00::1]:443, fd00::1, 80, false",
    "[fd00::1], fd00::1, 80, true",
    "FD00::1, fd00::1, 80, true",
    "fd00::/8, fd12::, 80, true",
    "[fd00::/8]:443, fd12::, 443, true",
    "[fd00::/8]:443, fd12::, 80, false",
    "::ffff:10.1.0.9, 10.1.0.9, 80, true",
    "example.com, 10.1.0.9, 80, false",
    "*.example.com, 10.1.0.9, 80, false",
  })
  void coversAddresses(String rule, String address, int port, boolean covered) {
    assertThat(EgressRule.parse(rule).covers(InetAddress.ofLiteral(address), port))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, 80, true",
    "EXAMPLE.com., example.com, 80, true",
    "example.com, www.example.com, 80, false",
    "example.com:443, example.com, 80, false",
    "*.example.com, www.example.com, 80, true",
    "*.example.com:443, a.b.example.com, 443, true",
    "*.example.com, example.com, 80, false",
    "*.example.com, badexample.com, 80, false",
    "*.com, example.com, 80, true",
    "10.0.0.0/8, example.com, 80, false",
    "0.0.0.0/0, example.com, 80, false",
  })
  void coversNames(String rule, String name, int port, boolean covered) {
    assertThat(EgressRule.parse(rule).covers(new Host.Name(name), port)).isEqualTo(covered);
  }

  static final List<String> NO_RULES =
      List.of(
          "",
          "*",
          "*:80",
          "*.",
          "*.*.com",
          "a.*.com",
          ":80",
          "10.1.0.9:",
          "10.1.0.9:0",
          "10.1.0.9:65536",
          "10.1.0.9:80-70",
          "10.1.0.9:80-",
          "10.1.0.9:-80",
          "10.1.0.9:80,81",
          "10.1.0.9:http",
          "10.1.0.9 :80",
          " 10.1.0.9",
          "10.1.0.9/8",
          "10.1.9",
          "0x0a.1.0.9",
          "[fd00::1",
          "[fd00::1]443",
          "[fd00::1]:",
          "[10.1.0.9]:80",
          "[example.com]:80",
          "fd00::1:port",
          "fe80::1%eth0",
          "*.10.0.0.1",
          "http://example.com",
          "example.com/path",
          "bücher.example",
          "a_b c");

  @ParameterizedTest
  @FieldSource("NO_RULES")
  void whatIsNoRuleIsNamed(String text) {
    assertThatThrownBy(() -> EgressRule.parse(text))
        .isInstanceOf(EgressSyntaxException.class)
        .message()
        .startsWith("network rule \"")
        .hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.9:80, 10.1.0.9:80",
    "10.1.0.9:80-80, 10.1.0.9:80",
    "10.1.0.9:1-65535, 10.1.0.9",
    "10.1.0.9/32:80, 10.1.0.9:80",
    "[FD00::1]:443, [fd00:0:0:0:0:0:0:1]:443",
    "[fd00::/8]:1-2, [fd00:0:0:0:0:0:0:0/8]:1-2",
    "Example.COM.:443, example.com:443",
    "*.Example.com, *.example.com",
  })
  void hasOneSpelling(String text, String spelling) {
    EgressRule rule = EgressRule.parse(text);
    assertThat(rule).hasToString(spelling);
    assertThat(EgressRule.parse(spelling)).isEqualTo(rule).hasSameHashCodeAs(rule);
  }

  @Test
  void onlyARuleForTheOneAddressNamesItExactly() {
    InetAddress address = InetAddress.ofLiteral("10.1.0.9");
    assertThat(EgressRule.parse("10.1.0.9:80").namesExactly(address, 80)).isTrue();
    assertThat(EgressRule.parse("10.1.0.9:80").namesExactly(address, 81)).isFalse();
    assertThat(EgressRule.parse("10.1.0.8/31").namesExactly(address, 80)).isFalse();
  }

  @Test
  void aNameCoversWhateverAddressItHas() {
    EgressRule rule = EgressRule.parse("intranet.example:80");
    InetAddress address = InetAddress.ofLiteral("10.1.0.9");
    Host.Name name = new Host.Name("intranet.example");
    assertThat(rule.covers(Optional.of(name), address, 80)).isTrue();
    assertThat(rule.covers(Optional.of(name), address, 81)).isFalse();
    assertThat(rule.covers(Optional.empty(), address, 80)).isFalse();
  }

  @Test
  void randomTextIsARuleWithOneSpellingOrIsRefused() {
    Random random = Seed.fresh("EgressRuleTest").random();
    String alphabet = "0123456789abcdef.:/[]*-x, é";
    int rules = 0;
    for (int i = 0; i < 100_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(16);
      for (int k = 0; k < length; k++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        EgressRule rule = EgressRule.parse(text.toString());
        assertThat(EgressRule.parse(rule.toString())).as("%s", rule).isEqualTo(rule);
        rules++;
      } catch (EgressSyntaxException _) {
        // Refused.
      }
    }
    assertThat(rules).isGreaterThan(1_000);
  }
}
