package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.egress.policy.LoopbackPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a proxy tells of what it did and did not do. */
@Timeout(60)
class TrafficTest {

  @Test
  void whatIsDeniedIsToldWithTheReasonAndHowOften() throws Exception {
    try (var proxy =
        TestProxy.of(TestProxy.direct(TestProxy.policy(LoopbackPorts.NONE, "ads.example")))) {
      for (String host : List.of("10.1.0.9", "Ads.Example", "169.254.169.254", "10.1.0.9")) {
        try (var client = proxy.client()) {
          assertThat(client.ask(host, 80)).isEqualTo(2);
        }
      }

      assertThat(proxy.traffic())
          .isEqualTo(
              new Traffic(
                  0,
                  0,
                  0,
                  List.of(
                      new DeniedTarget("10.1.0.9:80", "the address is private", 2),
                      new DeniedTarget(
                          "169.254.169.254:80",
                          "the address is link-local, or a cloud's metadata",
                          1),
                      new DeniedTarget("ads.example:80", "rule ads.example denies it", 1))));
    }
  }

  @Test
  void whatIsNotThereIsNotDenied() throws Exception {
    int free;
    try (var closed = TestServer.echo()) {
      free = closed.port();
    }
    try (var proxy = TestProxy.of(TestProxy.open());
        var client = proxy.client()) {
      assertThat(client.ask("127.0.0.1", free)).isEqualTo(5);
      assertThat(proxy.traffic()).isEqualTo(new Traffic(0, 0, 0, List.of()));
    }
  }

  @Test
  void onlyTheLastTwentyAreRemembered() {
    var denied = new DeniedTargets();
    denied.add("first:1", "old");
    for (int port = 1; port <= 20; port++) {
      denied.add("host:" + port, "why");
      denied.add("host:1", "again");
    }
    assertThat(denied.list()).hasSize(20);
    assertThat(denied.list().getFirst()).isEqualTo(new DeniedTarget("host:1", "again", 21));
    assertThat(denied.list().getLast()).isEqualTo(new DeniedTarget("host:2", "why", 1));
  }

  @Test
  void anUpstreamThatDoesNotTakeTheCredentialsDenies() throws Exception {
    var wrong = Optional.of(new Credentials("anna", "wrong-password"));
    List<DeniedTarget> told = new ArrayList<>();
    try (var http = TestUpstream.http(Optional.of(new Credentials("anna", "right")));
        var socks = TestUpstream.socks(Optional.of(new Credentials("anna", "right")))) {
      for (var upstream :
          List.of(
              new Upstream.HttpConnect(http.address(), wrong),
              new Upstream.Socks5(socks.address(), wrong))) {
        var policy = TestProxy.policy(LoopbackPorts.ALL);
        try (var proxy = TestProxy.of(new Dialer(policy, upstream, Resolver.ofThisMachine()));
            var client = proxy.client()) {
          assertThat(client.ask("some.example", 443)).isEqualTo(1);
          told.addAll(proxy.traffic().denied());
        }
      }
    }
    var denied =
        new DeniedTarget("some.example:443", "the upstream proxy does not take the credentials", 1);
    assertThat(told).containsExactly(denied, denied);
  }
}
