package dev.valise.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.testing.Seed;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 1.2.3.4, false",
    "10.1.0.9, 10.1.0.9, true",
    "10.1.0.9, 10.1.0.8, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fc00::1, false",
    "::ffff:10.1.0.9, 10.1.0.9, true",
  })
  void containsWhatSharesItsPrefix(String network, String address, boolean contained) {
    assertThat(Cidr.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "10.0.0.0/+8",
        "::/129",
        "::ffff:10.0.0.0/104",
        "10.0.0.1/8",
        "fd00::1/8",
        "10.1/16",
        "010.0.0.0/8",
        "0xa.0.0.0/8",
        "167772160/8",
        "10.0.0.0./8",
        "example.com/8",
        "fe80::1%1/128",
        "/8",
        "",
      })
  void allElseIsRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(EgressSyntaxException.class);
  }

  @Test
  void bitsBeyondThePrefixAreAMistakeThatIsNamed() {
    assertThatThrownBy(() -> Cidr.parse("10.1.0.9/8"))
        .hasMessage("10.1.0.9/8 has bits beyond its prefix: the network is 10.0.0.0/8");
  }

  @Test
  void agreesWithArithmetic() throws Exception {
    Random random = Seed.fresh("CidrTest").random();
    int contained = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] network = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(network);
      int bits = network.length * 8;
      int prefix = random.nextInt(bits + 1);
      BigInteger mask =
          BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE.shiftLeft(bits - prefix));
      byte[] masked = bytes(new BigInteger(1, network).and(mask), network.length);
      byte[] address = masked.clone();
      int flipped = random.nextInt(bits);
      if (random.nextBoolean()) {
        address[flipped / 8] ^= (byte) (0x80 >> flipped % 8);
      }
      boolean expected =
          new BigInteger(1, address).and(mask).equals(new BigInteger(1, masked).and(mask));
      var cidr = new Cidr(InetAddress.getByAddress(masked), prefix);
      assertThat(cidr.contains(InetAddress.getByAddress(address)))
          .as("%s contains %s", cidr, InetAddress.getByAddress(address))
          .isEqualTo(expected);
      assertThat(Cidr.parse(cidr.toString())).isEqualTo(cidr);
      contained += expected ? 1 : 0;
    }
    assertThat(contained).isBetween(5_000, 19_000);
  }

  private static byte[] bytes(BigInteger value, int length) {
    byte[] signed = value.toByteArray();
    byte[] bytes = new byte[length];
    int copied = Math.min(length, signed.length);
    System.arraycopy(signed, signed.length - copied, bytes, length - copied, copied);
    return bytes;
  }
}
