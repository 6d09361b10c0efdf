package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.egress.policy.EgressPolicy;
import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.LoopbackPorts;
import dev.valise.egress.policy.Target;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy behind the proxy. */
@Timeout(60)
class UpstreamTest {
  private static final int NOT_ALLOWED = 2;
  private static final Optional<Credentials> ANNA =
      Optional.of(new Credentials("anna", "pa:ss wörd@"));
  private static final Resolver NEVER =
      name -> {
        throw new AssertionError("looked up here: " + name);
      };

  /** Both ways to speak to one. */
  enum Kind {
    HTTP {
      @Override
      TestUpstream start(Optional<Credentials> wanted) {
        return TestUpstream.http(wanted);
      }

      @Override
      Upstream at(Target address, Optional<Credentials> credentials) {
        return new Upstream.HttpConnect(address, credentials);
      }
    },
    SOCKS {
      @Override
      TestUpstream start(Optional<Credentials> wanted) {
        return TestUpstream.socks(wanted);
      }

      @Override
      Upstream at(Target address, Optional<Credentials> credentials) {
        return new Upstream.Socks5(address, credentials);
      }
    };

    abstract TestUpstream start(Optional<Credentials> wanted);

    abstract Upstream at(Target address, Optional<Credentials> credentials);
  }

  private static TestProxy proxy(
      Kind kind, TestUpstream upstream, Optional<Credentials> credentials, EgressPolicy policy)
      throws Exception {
    return TestProxy.of(new Dialer(policy, kind.at(upstream.address(), credentials), NEVER));
  }

  /** Open to the upstream proxy and to nothing else on loopback. */
  private static EgressPolicy policyFor(TestUpstream upstream, String... deny) {
    return TestProxy.policy(LoopbackPorts.parse("" + upstream.address().port()), deny);
  }

  @ParameterizedTest
  @EnumSource
  void aNameGoesThereUnresolved(Kind kind) throws Exception {
    try (var server = TestServer.echo();
        var upstream = kind.start(ANNA);
        var proxy = proxy(kind, upstream, ANNA, policyFor(upstream));
        var client = proxy.connected("Some.Example.", server.port())) {
      client.send("hello");
      client.endOutput();
      assertThat(client.receiveAll()).isEqualTo(Text.bytes("hello").array());
      assertThat(upstream.asked())
          .singleElement()
          .asString()
          .contains("some.example:" + server.port());
      assertThat(proxy.traffic()).isEqualTo(new Traffic(5, 5, 1, List.of()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstBytesOfAServerThatSpeaksFirstAreNotLost(Kind kind) throws Exception {
    try (var server = TestServer.that(it -> Octets.write(it, Text.bytes("220 welcome")));
        var upstream = kind.start(Optional.empty());
        var proxy = proxy(kind, upstream, Optional.empty(), policyFor(upstream));
        var client = proxy.connected("mail.example", server.port())) {
      assertThat(client.receiveAll()).isEqualTo(Text.bytes("220 welcome").array());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPublicAddressGoesThereAsAnAddress(Kind kind) throws Exception {
    try (var server = TestServer.echo();
        var upstream = kind.start(Optional.empty());
        var proxy = proxy(kind, upstream, Optional.empty(), policyFor(upstream));
        var _ = proxy.connected("0xC6336407", server.port());
        var _ = proxy.connected("2606:4700::1111", server.port())) {
      assertThat(List.copyOf(upstream.asked()))
          .satisfiesExactly(
              it -> assertThat(it).contains("198.51.100.7:" + server.port()),
              it -> assertThat(it).contains("[2606:4700:0:0:0:0:0:1111]:" + server.port()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDeniedIsDeniedAllTheSame(Kind kind) throws Exception {
    try (var server = TestServer.echo();
        var upstream = kind.start(Optional.empty());
        var proxy = proxy(kind, upstream, Optional.empty(), policyFor(upstream, "*.ads.example"))) {
      for (String host :
          List.of(
              "169.254.169.254", "2852039166", "10.1.0.9", "::1", "localhost", "a.ads.example")) {
        try (var client = proxy.client()) {
          assertThat(client.ask(host, server.port())).as(host).isEqualTo(NOT_ALLOWED);
        }
      }
      assertThat(upstream.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loopbackIsThisMachinesNotTheUpstreams(Kind kind) throws Exception {
    try (var server = TestServer.echo();
        var upstream = kind.start(Optional.empty());
        var proxy = proxy(kind, upstream, Optional.empty(), TestProxy.policy(LoopbackPorts.ALL));
        var client = proxy.connected("app.localhost", server.port())) {
      client.send("x");
      assertThat(client.receiveText(1)).isEqualTo("x");
      assertThat(upstream.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theUpstreamsOwnAddressIsJudged(Kind kind) throws Exception {
    try (var upstream = kind.start(Optional.empty());
        var proxy = proxy(kind, upstream, Optional.empty(), TestProxy.policy(LoopbackPorts.NONE));
        var client = proxy.client()) {
      assertThat(client.ask("some.example", 80)).isEqualTo(NOT_ALLOWED);
      assertThat(upstream.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongOrNoCredentialsAreAFailure(Kind kind) throws Exception {
    for (var credentials :
        List.of(Optional.<Credentials>empty(), Optional.of(new Credentials("anna", "wrong")))) {
      try (var server = TestServer.echo();
          var upstream = kind.start(ANNA);
          var proxy = proxy(kind, upstream, credentials, policyFor(upstream));
          var client = proxy.client()) {
        assertThat(client.ask("some.example", server.port())).isEqualTo(1);
        assertThat(server.accepted()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatTheUpstreamCannotReachIsSaidSo(Kind kind) throws Exception {
    int free;
    try (var closed = TestServer.echo()) {
      free = closed.port();
    }
    try (var upstream = kind.start(Optional.empty());
        var proxy = proxy(kind, upstream, Optional.empty(), policyFor(upstream));
        var client = proxy.client()) {
      assertThat(client.ask("some.example", free)).isEqualTo(kind == Kind.HTTP ? 4 : 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpstreamThatIsNotThereIsRefused(Kind kind) throws Exception {
    TestUpstream gone = kind.start(Optional.empty());
    gone.close();
    try (var proxy = proxy(kind, gone, Optional.empty(), policyFor(gone));
        var client = proxy.client()) {
      assertThat(client.ask("some.example", 80)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpstreamThatNeverAnswersIsGivenUp(Kind kind) throws Exception {
    var over = new CompletableFuture<Void>();
    var limits =
        new ProxyLimits(8, Duration.ofSeconds(40), Duration.ofMillis(300), Duration.ofSeconds(40));
    try (var silent = TestServer.that(_ -> over.join())) {
      Target address = new Target(new Host.Name("localhost"), silent.port());
      var dialer =
          new Dialer(
              TestProxy.policy(LoopbackPorts.ALL), kind.at(address, Optional.empty()), NEVER);
      try (var proxy = TestProxy.of(dialer, limits);
          var client = proxy.client()) {
        assertThat(client.ask("some.example", 80)).isEqualTo(1);
      }
      over.complete(null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpstreamThatSpeaksSomethingElseIsAFailure(Kind kind) throws Exception {
    for (String answer :
        List.of(
            "SSH-2.0-x\r\n\r\n",
            "HTTP/2 200\r\n\r\n",
            "\r\n\r\n",
            "\0\0\0\0",
            "a".repeat(1 << 16))) {
      try (var other =
          TestServer.that(it -> {
            Octets.write(it, Text.bytes(answer));
            it.shutdownOutput();
            it.read(ByteBuffer.allocate(1000));
          })) {
        Target address = new Target(new Host.Name("localhost"), other.port());
        var dialer =
            new Dialer(
                TestProxy.policy(LoopbackPorts.ALL), kind.at(address, Optional.empty()), NEVER);
        try (var proxy = TestProxy.of(dialer);
            var client = proxy.client()) {
          assertThat(client.ask("some.example", 80)).as(answer).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void privateAddressesOpenToTheBrowserGoThroughTheUpstream() throws Exception {
    try (var server = TestServer.echo();
        var upstream = TestUpstream.socks(Optional.empty())) {
      var policy =
          new EgressPolicy(
              EgressRules.parse(List.of("10.1.0.9:" + server.port()), List.of()),
              LoopbackPorts.parse("" + upstream.address().port()),
              _ -> false);
      try (var proxy = proxy(Kind.SOCKS, upstream, Optional.empty(), policy);
          var _ = proxy.connected("10.1.0.9", server.port())) {
        assertThat(upstream.asked()).containsExactly("10.1.0.9:" + server.port());
      }
    }
  }
}
