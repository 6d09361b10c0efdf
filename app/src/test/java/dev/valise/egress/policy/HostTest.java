package dev.valise.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Seed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1., 127.0.0.1",
    "127.1, 127.0.0.1",
    "127.0.1, 127.0.0.1",
    "2130706433, 127.0.0.1",
    "017700000001, 127.0.0.1",
    "0x7f000001, 127.0.0.1",
    "0X7F.1, 127.0.0.1",
    "0177.0.0.01, 127.0.0.1",
    "0, 0.0.0.0",
    "2852039166, 169.254.169.254",
    "0xa9.0376.0xa9fe, 169.254.169.254",
    "::ffff:127.0.0.1, 127.0.0.1",
    "::FFFF:7F00:1, 127.0.0.1",
    "0:0:0:0:0:ffff:a9fe:a9fe, 169.254.169.254",
    "::1, 0:0:0:0:0:0:0:1",
    "::1., 0:0:0:0:0:0:0:1",
    "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "::127.0.0.1, 0:0:0:0:0:0:7f00:1",
    "64:ff9b::10.0.0.1, 64:ff9b:0:0:0:0:a00:1",
    "2002:7f00:1::, 2002:7f00:1:0:0:0:0:0",
    "FD00:EC2::254, fd00:ec2:0:0:0:0:0:254",
  })
  void anAddressIsOneInEverySpelling(String text, String address) {
    assertThat(Host.parse(text)).isInstanceOf(Host.Address.class).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "EXAMPLE.Com., example.com",
    "a, a",
    "_dmarc.example.com, _dmarc.example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "127.0.0.1.nip.io, 127.0.0.1.nip.io",
    "1.2.3.4a, 1.2.3.4a",
    "0x7g, 0x7g",
    "1e100.net, 1e100.net",
  })
  void aNameIsOne(String text, String name) {
    assertThat(Host.parse(text)).isInstanceOf(Host.Name.class).hasToString(name);
  }

  static final List<String> NO_HOSTS =
      List.of(
          "",
          ".",
          "..",
          "a..b",
          ".a",
          "a..",
          "127.0.0.1..",
          "256.0.0.1",
          "1.2.3.4.5",
          "08.0.0.1",
          "4294967296",
          "example.1",
          "example.0x7f",
          "0x",
          "[::1]",
          "::1%lo",
          "::1%1",
          "fe80::1%eth0",
          "fe80::1%25eth0",
          "1::2::3",
          ":::",
          "12345::",
          "::ffff:127.1",
          "a b",
          " a",
          "a\n",
          "a\r\nHost: b",
          "a\0",
          "127.0.0.1\0",
          "127.0.0.1\0.example.com",
          "a/b",
          "a:b",
          "a@b",
          "a#b",
          "a%00b",
          "*.example.com",
          "bücher.example",
          "１２７.0.0.1",
          "127。0。0。1",
          "ⓛocalhost",
          "a".repeat(64),
          "a.".repeat(126) + "aa",
          "a".repeat(255));

  @ParameterizedTest
  @FieldSource("NO_HOSTS")
  void allElseIsNoHost(String text) {
    assertThatExceptionOfType(EgressSyntaxException.class)
        .isThrownBy(() -> Host.parse(text))
        .satisfies(it -> assertThat(it.getMessage()).matches("[ -~…]+"));
  }

  @Test
  void aNameMayHave253CharactersIn63Each() {
    String longest = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);
    assertThat(longest).hasSize(253);
    assertThat(Host.parse(longest)).hasToString(longest);
    assertThat(Host.parse(longest + ".")).hasToString(longest);
    assertThatThrownBy(() -> Host.parse(longest + "a")).isInstanceOf(EgressSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0x7f.1", "2130706433", "a.1", "A", "a.", ""})
  void noNameIsMadeOfAnythingElse(String value) {
    assertThatThrownBy(() -> new Host.Name(value)).isInstanceOf(EgressSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.", "a.localhost", "a.b.localhost."})
  void localhostIsSo(String text) {
    assertThat(Host.parse(text)).matches(it -> ((Host.Name) it).isLocalhost());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost.example", "notlocalhost", "localhost.localdomain"})
  void othersAreNot(String text) {
    assertThat(Host.parse(text)).matches(it -> !((Host.Name) it).isLocalhost());
  }

  /** Every number of parts and every base that inet_aton(3) takes. */
  @Test
  void randomSpellingsOfAnAddressAreThatAddress() throws Exception {
    Random random = Seed.fresh("HostTest").random();
    for (int i = 0; i < 5_000; i++) {
      int bits = random.nextInt();
      String text = spelling(Integer.toUnsignedLong(bits), random);
      byte[] bytes = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
      assertThat(Host.parse(text))
          .as(text)
          .isEqualTo(new Host.Address(InetAddress.getByAddress(bytes)));
    }
  }

  private static String spelling(long bits, Random random) {
    int parts = 1 + random.nextInt(4);
    var text = new StringBuilder();
    for (int part = 0; part < parts - 1; part++) {
      text.append(number(bits >> (24 - 8 * part) & 0xff, random)).append('.');
    }
    long last = bits & (0xffffffffL >> (8 * (parts - 1)));
    return text.append(number(last, random)).append(random.nextBoolean() ? "." : "").toString();
  }

  private static String number(long value, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "0" + Long.toOctalString(value);
      case 1 -> "0x" + Long.toHexString(value);
      case 2 -> "0X" + Long.toHexString(value).toUpperCase(Locale.ROOT);
      default -> Long.toString(value);
    };
  }

  /** What gets through is either an address, or a name that no resolver can take for one. */
  @Test
  void randomBytesAreAHostOrAreRefused() {
    Random random = Seed.fresh("HostTest").random();
    String alphabet = "0123456789abcdefxX.:%[]- \0é*_";
    int hosts = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(24);
      for (int k = 0; k < length; k++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        if (Host.parse(text.toString()) instanceof Host.Name name) {
          assertThat(name.value()).matches("[a-z0-9._-]+").isLowerCase();
          assertThatThrownBy(() -> Inet4Address.ofPosixLiteral(name.value()))
              .as(name.value())
              .isInstanceOf(IllegalArgumentException.class);
          assertThat(name.value().getBytes(StandardCharsets.ISO_8859_1).length)
              .isLessThanOrEqualTo(253);
        }
        hosts++;
      } catch (EgressSyntaxException _) {
        // Refused.
      }
    }
    assertThat(hosts).isGreaterThan(1_000);
  }
}
