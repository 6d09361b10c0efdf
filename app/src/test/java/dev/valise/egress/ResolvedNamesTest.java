package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.egress.policy.LoopbackPorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names whose addresses are not what they should be. 127.0.0.2 stands for what is denied. */
@Timeout(60)
class ResolvedNamesTest {
  private static final int NOT_ALLOWED = 2;
  private static final int HOST_UNREACHABLE = 4;

  /** Answers with the next of some lists of addresses, and counts. */
  private static final class Script implements Resolver {
    private final Queue<List<InetAddress>> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    Script then(String... addresses) {
      answers.add(Stream.of(addresses).map(InetAddress::ofLiteral).toList());
      return this;
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
      asked.add(name);
      List<InetAddress> answer = answers.poll();
      if (answer == null) {
        throw new UnknownHostException(name);
      }
      return answer;
    }
  }

  private static TestProxy proxy(Resolver resolver) throws Exception {
    return TestProxy.of(
        TestProxy.direct(
            TestProxy.policy(LoopbackPorts.ALL, "127.0.0.2", "denied.example"), resolver));
  }

  @Test
  void theJudgedAddressIsTheOneThatIsConnectedTo() throws Exception {
    var script = new Script().then("127.0.0.1").then("127.0.0.2");
    try (var good = TestServer.that(it -> Octets.write(it, Text.bytes("good")));
        var evil =
            TestServer.at("127.0.0.2", good.port(), it -> Octets.write(it, Text.bytes("evil")));
        var proxy = proxy(script);
        var first = proxy.connected("rebind.example", good.port());
        var second = proxy.client()) {
      assertThat(first.receiveText(4)).isEqualTo("good");
      assertThat(script.asked).containsExactly("rebind.example");
      assertThat(second.ask("rebind.example", good.port())).isEqualTo(NOT_ALLOWED);
      assertThat(evil.accepted()).isZero();
    }
  }

  @Test
  void ofSeveralAddressesOnlyTheAllowedOnesAreTried() throws Exception {
    var script = new Script().then("127.0.0.2", "127.0.0.3", "169.254.169.254", "127.0.0.1");
    try (var good = TestServer.that(it -> Octets.write(it, Text.bytes("good")));
        var evil = TestServer.at("127.0.0.2", good.port(), TestServer::echo);
        var proxy = proxy(script);
        // Nothing listens on 127.0.0.3, so that 127.0.0.1 is next.
        var client = proxy.connected("many.example", good.port())) {
      assertThat(client.receiveText(4)).isEqualTo("good");
      assertThat(evil.accepted()).isZero();
    }
  }

  @Test
  void aDeniedNameIsNotEvenLookedUp() throws Exception {
    var script = new Script().then("127.0.0.1");
    try (var proxy = proxy(script);
        var client = proxy.client()) {
      assertThat(client.ask("Denied.Example.", 80)).isEqualTo(NOT_ALLOWED);
      assertThat(script.asked).isEmpty();
    }
  }

  @Test
  void localhostIsNotLookedUpEither() throws Exception {
    var script = new Script().then("127.0.0.2");
    try (var server = TestServer.that(it -> Octets.write(it, Text.bytes("good")));
        var proxy = proxy(script);
        var client = proxy.connected("app.localhost", server.port())) {
      assertThat(client.receiveText(4)).isEqualTo("good");
      assertThat(script.asked).isEmpty();
    }
  }

  @Test
  void localhostIsIpv6AsWell() throws Exception {
    try (var server = TestServer.at("::1", 0, it -> Octets.write(it, Text.bytes("six!")));
        var proxy = proxy(new Script());
        var client = proxy.connected("localhost", server.port())) {
      assertThat(client.receiveText(4)).isEqualTo("six!");
    }
  }

  @Test
  void aNameWithoutAddressesIsUnreachable() throws Exception {
    try (var proxy = proxy(new Script().then());
        var none = proxy.client();
        var unknown = proxy.client()) {
      assertThat(none.ask("none.example", 80)).isEqualTo(HOST_UNREACHABLE);
      assertThat(unknown.ask("unknown.example", 80)).isEqualTo(HOST_UNREACHABLE);
    }
  }

  @Test
  void aResolverThatBreaksFailsTheRequestOnly() throws Exception {
    Resolver broken =
        name -> {
          throw new IllegalStateException("broken");
        };
    try (var server = TestServer.echo();
        var proxy = proxy(broken);
        var failed = proxy.client();
        var served = proxy.client()) {
      assertThat(failed.ask("some.example", 80)).isEqualTo(1);
      assertThat(served.ask("127.0.0.1", server.port())).isZero();
    }
  }

  /** A lookup in native code holds the carrier of a virtual thread. */
  @Test
  void lookupsRunOnPlatformThreads() throws Exception {
    var virtual = new CompletableFuture<Boolean>();
    Resolver resolver =
        _ -> {
          virtual.complete(Thread.currentThread().isVirtual());
          return List.of();
        };
    try (var proxy = proxy(resolver);
        var client = proxy.client()) {
      assertThat(client.ask("some.example", 80)).isEqualTo(HOST_UNREACHABLE);
      assertThat(virtual.get(30, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void theSystemsResolverIsReal() throws Exception {
    assertThat(Resolver.ofThisMachine().resolve("localhost"))
        .allMatch(InetAddress::isLoopbackAddress)
        .isNotEmpty();
  }
}
