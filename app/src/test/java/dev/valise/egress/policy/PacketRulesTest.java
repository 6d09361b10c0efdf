package dev.valise.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketRulesTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("203.0.113.10");
  private static final EgressRules RULES =
      EgressRules.parse(
          List.of("10.1.0.9:80", "10.2.0.0/16", "169.254.169.254", "203.0.113.0/24", "127.0.0.1"),
          List.of("198.51.100.66", "10.2.3.0/24:443", "[2001:db8::]:25"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "198.51.100.7",
        "198.51.100.66",
        "10.1.0.9",
        "10.1.0.10",
        "10.2.0.1",
        "10.2.3.4",
        "169.254.169.254",
        "169.254.0.1",
        "100.100.100.200",
        "203.0.113.10",
        "203.0.113.11",
        "127.0.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "240.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "64:ff9b::a01:9",
        "2001:db8::",
        "2606:4700::1",
        "4000::1"
      })
  void packetsAreJudgedLikeConnections(String address) {
    InetAddress target = InetAddress.ofLiteral(address);
    var policy = new EgressPolicy(RULES, LoopbackPorts.NONE, OWN::equals);
    for (int port : List.of(1, 25, 80, 443, 65535)) {
      assertThat(accepts(PacketRules.of(RULES, List.of(OWN)), target, port))
          .as("%s port %d", address, port)
          .isEqualTo(policy.judge(Optional.empty(), target, port) instanceof Verdict.Allowed);
    }
  }

  @Test
  void aDenialByNameCannotBeKept() {
    EgressRules rules = EgressRules.parse(List.of("a.example"), List.of("*.ads.example:443"));
    assertThatThrownBy(() -> PacketRules.of(rules, List.of()))
        .isInstanceOf(EgressSyntaxException.class)
        .hasMessageContaining("*.ads.example:443");
  }

  @Test
  void aPermissionByNameOpensNothing() {
    EgressRules rules = EgressRules.parse(List.of("intranet.example"), List.of());
    assertThat(PacketRules.of(rules, List.of()))
        .isEqualTo(PacketRules.of(EgressRules.NONE, List.of()));
  }

  private static boolean accepts(List<PacketRule> rules, InetAddress address, int port) {
    return rules.stream()
        .filter(rule -> new Cidr(rule.network(), rule.prefix()).contains(address))
        .filter(rule -> rule.ports().contains(port))
        .findFirst()
        .map(PacketRule::accepts)
        .orElse(true);
  }
}
