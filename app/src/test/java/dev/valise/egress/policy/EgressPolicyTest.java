package dev.valise.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
  /** One public and one private address, as a machine behind no NAT and in a VPC would have. */
  private static final Set<InetAddress> OWN =
      Set.of(InetAddress.ofLiteral("203.0.113.10"), InetAddress.ofLiteral("10.9.9.9"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.215.14",
        "198.51.100.7",
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "2a00:1450::1",
        "2003::1",
      })
  void thePublicInternetIsOpen(String address) {
    assertThat(verdict(policy(), address, 443)).isEqualTo("allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "::, unspecified",
    "169.254.169.254, metadata",
    "169.254.0.0, metadata",
    "169.254.255.255, metadata",
    "fe80::1, metadata",
    "febf::1, metadata",
    "168.63.129.16, metadata",
    "100.100.100.200, metadata",
    "192.0.0.192, metadata",
    "fd00:ec2::254, metadata",
    "fd20:ce::254, metadata",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "172.16.0.0, private",
    "172.31.255.255, private",
    "192.168.0.0, private",
    "192.168.255.255, private",
    "fc00::1, private",
    "fdff::1, private",
    "fec0::1, private",
    "100.64.0.0, carrier",
    "100.127.255.255, carrier",
    "198.18.0.0, benchmarks",
    "198.19.255.255, benchmarks",
    "2001:2::1, benchmarks",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "ff02::1, multicast",
    "::127.0.0.1, IPv4",
    "::ffff:0:127.0.0.1, IPv4",
    "64:ff9b::10.0.0.1, IPv4",
    "64:ff9b:1::1, IPv4",
    "2002:7f00:1::, IPv4",
    "2001:0:1::1, IPv4",
    "192.0.0.170, reserved",
    "192.88.99.1, reserved",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    "2001:10::1, reserved",
    "100::1, reserved",
    "4000::1, reserved",
    "5f00::1, reserved",
    "8000::1, reserved",
    "203.0.113.10, own",
    "10.9.9.9, own",
    "127.0.0.1, loopback",
    "127.255.255.255, loopback",
    "::1, loopback",
    "::ffff:127.0.0.1, loopback",
    "::ffff:169.254.169.254, metadata",
  })
  void theRestIsDeniedByDefault(String address, String reason) {
    assertThat(verdict(policy(), address, 80)).contains(reason);
    // A network around everything opens what is merely private, and nothing of this machine.
    EgressPolicy wide =
        new EgressPolicy(
            EgressRules.parse(List.of("0.0.0.0/0", "::/0"), List.of()),
            LoopbackPorts.NONE,
            OWN::contains);
    boolean staysDenied = Set.of("unspecified", "metadata", "own", "loopback").contains(reason);
    assertThat(verdict(wide, address, 80).equals("allowed")).isNotEqualTo(staysDenied);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // name | address | port | allow | deny | loopback ports | verdict
        "-|10.1.0.9|80|10.1.0.9:80|-|none|allowed",
        "-|10.1.0.9|81|10.1.0.9:80|-|none|denied",
        "-|10.1.0.9|80|10.0.0.0/8|-|none|allowed",
        "-|10.1.0.9|80|10.0.0.0/8|10.1.0.9|none|denied",
        "-|10.1.0.9|80|10.1.0.9:80|10.0.0.0/8|none|denied",
        "-|10.1.0.9|80|10.1.0.9:80|10.0.0.0/8:81|none|allowed",
        "-|fd00::1|443|[fd00::1]:443|-|none|allowed",
        "-|64:ff9b::1|443|64:ff9b::/96|-|none|allowed",
        "intra.example|10.1.0.9|80|intra.example|-|none|allowed",
        "intra.example|10.1.0.9|80|*.example:80|-|none|allowed",
        "intra.example|10.1.0.9|80|other.example|-|none|denied",
        "-|10.1.0.9|80|intra.example|-|none|denied",
        // A name opens no address that tells secrets, nor one of this machine.
        "intra.example|169.254.169.254|80|intra.example|-|none|denied",
        "intra.example|203.0.113.10|80|intra.example|-|none|denied",
        "intra.example|127.0.0.1|80|intra.example|-|none|denied",
        "-|169.254.169.254|80|169.254.0.0/16|-|none|denied",
        "-|169.254.169.254|80|169.254.169.254:80|-|none|allowed",
        "-|203.0.113.10|80|203.0.113.0/24|-|none|denied",
        "-|203.0.113.10|80|203.0.113.10:80|-|none|allowed",
        "-|203.0.113.10|81|203.0.113.10:80|-|none|denied",
        "-|10.9.9.9|80|10.0.0.0/8|-|none|denied",
        "-|10.9.9.9|80|10.9.9.9|-|none|allowed",
        "-|0.0.0.0|80|0.0.0.0|-|none|denied",
        "-|0.0.0.0|80|-|-|all|denied",
        "-|127.0.0.1|80|127.0.0.1:80|-|none|denied",
        "-|::1|80|::1|-|none|denied",
        "-|127.0.0.1|3000|-|-|3000|allowed",
        "-|127.0.0.1|3001|-|-|3000|denied",
        "-|127.8.9.1|3000|-|-|3000|allowed",
        "-|::1|8050|-|-|3000,8000-8100|allowed",
        "-|::ffff:127.0.0.1|3000|-|-|3000|allowed",
        "dev.example|127.0.0.1|3000|-|-|all|allowed",
        "-|127.0.0.1|3000|-|127.0.0.1|all|denied",
        "-|127.0.0.1|3000|-|127.0.0.0/8:3000|all|denied",
        "localhost|127.0.0.1|3000|-|localhost|all|denied",
        "ads.example|198.51.100.7|443|-|ads.example|none|denied",
        "a.ads.example|198.51.100.7|443|-|*.ads.example:443|none|denied",
        "a.ads.example|198.51.100.7|80|-|*.ads.example:443|none|allowed",
        "ads.example|198.51.100.7|443|ads.example|ads.example|none|denied",
        "good.example|198.51.100.7|443|-|198.51.100.0/24|none|denied",
        "-|198.51.100.7|25|-|0.0.0.0/0:25|none|denied",
        "-|198.51.100.7|26|-|0.0.0.0/0:25|none|allowed",
      })
  void rulesAreWeighed(
      String name,
      String address,
      int port,
      String allow,
      String deny,
      String loopbackPorts,
      String verdict) {
    var policy =
        new EgressPolicy(
            EgressRules.parse(Stream.ofNullable(allow).toList(), Stream.ofNullable(deny).toList()),
            LoopbackPorts.parse(loopbackPorts),
            OWN::contains);
    Verdict judged =
        policy.judge(
            Optional.ofNullable(name).map(Host.Name::new), InetAddress.ofLiteral(address), port);
    assertThat(judged instanceof Verdict.Allowed ? "allowed" : "denied").isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "ads.example, 443, denied",
    "ads.example, 80, allowed",
    "a.ads.example, 443, allowed",
    "a.tracker.example, 80, denied",
    "tracker.example, 80, allowed",
    "localhost, 80, allowed",
  })
  void aNameIsJudgedByItself(String name, int port, String verdict) {
    var policy =
        new EgressPolicy(
            EgressRules.parse(List.of(), List.of("ads.example:443", "*.tracker.example")),
            LoopbackPorts.NONE,
            OWN::contains);
    assertThat(policy.judge(new Host.Name(name), port) instanceof Verdict.Allowed)
        .isEqualTo(verdict.equals("allowed"));
  }

  @Test
  void rulesOfTwoAddUp() {
    EgressRules both =
        EgressRules.parse(List.of("10.1.0.9"), List.of("ads.example"))
            .and(EgressRules.parse(List.of("10.1.0.8"), List.of("10.1.0.9:81")));
    var policy = new EgressPolicy(both, LoopbackPorts.NONE, OWN::contains);
    assertThat(verdict(policy, "10.1.0.9", 80)).isEqualTo("allowed");
    assertThat(verdict(policy, "10.1.0.8", 80)).isEqualTo("allowed");
    assertThat(verdict(policy, "10.1.0.9", 81)).isEqualTo("rule 10.1.0.9:81 denies it");
    assertThat(policy.judge(new Host.Name("ads.example"), 80)).isInstanceOf(Verdict.Denied.class);
  }

  @Test
  void theMachinesInterfacesAreItsOwnAddresses() throws Exception {
    OwnAddresses own = OwnAddresses.ofThisMachine();
    List<InetAddress> addresses =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    assertThat(addresses).isNotEmpty().allMatch(own::contains);
    assertThat(own.contains(InetAddress.ofLiteral("198.51.100.7"))).isFalse();
  }

  private static EgressPolicy policy() {
    return new EgressPolicy(EgressRules.NONE, LoopbackPorts.NONE, OWN::contains);
  }

  private static String verdict(EgressPolicy policy, String address, int port) {
    return switch (policy.judge(Optional.empty(), InetAddress.ofLiteral(address), port)) {
      case Verdict.Allowed _ -> "allowed";
      case Verdict.Denied denied -> denied.reason();
    };
  }
}
