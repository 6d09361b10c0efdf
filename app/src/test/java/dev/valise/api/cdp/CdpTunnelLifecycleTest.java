package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.api.cdp.CdpTunnelHandler.Limits;
import dev.valise.testing.Await;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When tunnels end, and that they are counted from their handshake to their end. */
@Timeout(60)
class CdpTunnelLifecycleTest {

  @Test
  void aClientIsCountedUntilItLeaves() throws Exception {
    try (var browser = FakeBrowser.thatEchoes()) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access)) {
        try (var client = RawClient.tunnelled(server)) {
          assertThat(access.attached()).isEqualTo(1);
          client.endOutput();
          client.awaitEnd();
        }
        access.awaitDetached(1);
        assertThat(access.detachments()).containsExactly(1);
      }
    }
  }

  @Test
  void theSessionsEndClosesItsTunnels() throws Exception {
    try (var browser = FakeBrowser.thatEchoes()) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access);
          var one = RawClient.tunnelled(server);
          var other = RawClient.tunnelled(server)) {
        access.end();
        one.awaitEnd();
        other.awaitEnd();
        browser.awaitAllGone();
        assertThat(access.detachments()).containsExactly(1, 1);
      }
    }
  }

  @Test
  void theSessionsEndClosesATunnelThatIsBlockedOnASlowClient() throws Exception {
    var blocked = new CountDownLatch(1);
    try (var browser =
        FakeBrowser.that(peer -> {
          peer.agree();
          Flood.untilStalled(peer.channel(), Long.MAX_VALUE);
          blocked.countDown();
          peer.drain();
        })) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access);
          var client = RawClient.tunnelled(server)) {
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
        access.end();
        browser.awaitAllGone();
        assertThat(access.detachments()).containsExactly(1);
        client.awaitEnd();
        Await.until("no buffer is held", () -> server.heldBuffers() == 0);
      }
    }
  }

  @Test
  void aSessionThatEndsDuringTheHandshakeIsNotReachable() throws Exception {
    var ending = new CountDownLatch(1);
    try (var browser =
        FakeBrowser.that(peer -> {
          ending.await();
          peer.agree();
          peer.drain();
        })) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access);
          var client = new RawClient(server)) {
        client.send(RawClient.handshake());
        access.awaitAdmission();
        access.end();
        ending.countDown();
        assertThat(client.answer().status()).isEqualTo(502);
        browser.awaitAllGone();
        assertThat(access.detachments()).containsExactly(1);
      }
    }
  }

  @Test
  void theServersEndClosesAllTunnels() throws Exception {
    try (var browser = FakeBrowser.thatEchoes()) {
      var access = new TestingAccess(browser::devTools);
      var clients = new ArrayList<RawClient>();
      try (var server = TunnelServer.with(access)) {
        for (int i = 0; i < 20; i++) {
          clients.add(RawClient.tunnelled(server));
        }
        Flood.untilStalled(clients.getFirst().channel(), Long.MAX_VALUE);
      }
      for (RawClient client : clients) {
        client.awaitEnd();
        client.close();
      }
      browser.awaitAllGone();
      assertThat(access.detachments()).hasSize(20).containsOnly(1);
    }
  }

  @Test
  void theBrowsersEndIsTheClients() throws Exception {
    var end = new CountDownLatch(1);
    try (var browser =
        FakeBrowser.that(peer -> {
          peer.agree();
          end.await();
        })) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access);
          var client = RawClient.tunnelled(server)) {
        end.countDown();
        client.awaitEnd();
        client.endOutput();
        access.awaitDetached(1);
        assertThat(access.detachments()).containsExactly(1);
      }
    }
  }

  @Test
  void anIdleTunnelOutlivesJettysIdleTimeout() throws Exception {
    try (var browser = FakeBrowser.thatEchoes();
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      server.setIdleTimeout(Duration.ofMillis(50));
      for (int i = 0; i < 5; i++) {
        server.awaitIdleTimeout();
      }
      client.send("still there?");
      assertThat(client.in().readNBytes(12)).isEqualTo("still there?".getBytes(UTF_8));
    }
  }

  @Test
  void theKernelLooksForClientsThatVanished() throws Exception {
    try (var browser = FakeBrowser.thatEchoes();
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      client.send("hello");
      client.in().readNBytes(5);
      assertThat(server.onlySocket().getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      assertThat(server.onlySocket().getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(60);
    }
  }

  @Test
  void aBrowserMayRestartForLongerThanJettysIdleTimeout() throws Exception {
    var restarted = new CountDownLatch(1);
    try (var browser = FakeBrowser.thatEchoes()) {
      var access =
          new TestingAccess(() -> {
            restarted.await();
            return browser.devTools();
          });
      try (var server = TunnelServer.with(access);
          var client = new RawClient(server)) {
        client.send(RawClient.handshake() + "waiting");
        access.awaitAdmission();
        server.setIdleTimeout(Duration.ofMillis(50));
        for (int i = 0; i < 5; i++) {
          server.awaitIdleTimeout();
        }
        restarted.countDown();
        assertThat(client.answer().status()).isEqualTo(101);
        assertThat(client.in().readNBytes(7)).isEqualTo("waiting".getBytes(UTF_8));
      }
    }
  }

  @Test
  void aSideThatDoesNotAnswerTheOthersEndIsNotWaitedForForEver() throws Exception {
    var testIsOver = new CountDownLatch(1);
    try (var browser =
        FakeBrowser.that(peer -> {
          peer.agree();
          testIsOver.await();
        })) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(handler(access, Duration.ofMillis(100)));
          var client = RawClient.tunnelled(server)) {
        client.endOutput();
        client.awaitEnd();
        access.awaitDetached(1);
        testIsOver.countDown();
      }
    }
  }

  @Test
  void aHalfOpenTunnelLivesAsLongAsBytesMove() throws Exception {
    var turns = new Semaphore(0);
    try (var browser =
        FakeBrowser.that(peer -> {
          peer.agree();
          peer.drain();
          for (int i = 0; i < 11; i++) {
            turns.acquire();
            peer.out().write(i);
          }
        })) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(handler(access, Duration.ofSeconds(2)));
          var client = RawClient.tunnelled(server)) {
        server.setIdleTimeout(Duration.ofMillis(200));
        client.endOutput();
        for (int i = 0; i < 11; i++) {
          server.awaitIdleTimeout();
          turns.release();
          assertThat(client.in().read()).isEqualTo(i);
        }
        browser.awaitAllGone();
      }
    }
  }

  private static CdpTunnelHandler handler(TestingAccess access, Duration halfOpenLimit) {
    var limits = new Limits(Limits.DEFAULT.handshake(), halfOpenLimit);
    return new CdpTunnelHandler(access, Compression.OFF, limits);
  }
}
