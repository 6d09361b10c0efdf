package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.valise.testing.Await;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that leave at the worst moments leave nothing behind. */
@Timeout(120)
class CdpTunnelHostileClientsTest {
  private static final int CLIENTS = 2000;

  /**
   * Jetty only notices when it writes the 101, and then never opens the tunnel: whoever waits for
   * that to close the browser's socket leaks it.
   */
  @Test
  void aClientThatIsGoneBeforeIts101LeavesNothing() throws Exception {
    var arrived = new Semaphore(0);
    var gone = new Semaphore(0);
    try (var browser =
        FakeBrowser.that(peer -> {
          arrived.release();
          gone.acquire();
          peer.agree();
          peer.drain();
        })) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access)) {
        for (int i = 0; i < 100; i++) {
          var client = new RawClient(server);
          client.send(RawClient.handshake());
          arrived.acquire();
          client.reset();
          gone.release();
        }
        browser.awaitAllGone();
        access.awaitDetached(100);
        assertThat(access.detachments()).containsOnly(1);
        Await.until("no buffer is held", () -> server.heldBuffers() == 0);
      }
    }
  }

  @Test
  void thousandsOfRudeClientsLeaveNothing() throws Exception {
    long seed = new SplittableRandom().nextLong();
    System.out.println("rudeness seed " + seed);
    try (var browser = FakeBrowser.thatEchoes()) {
      var access = new TestingAccess(browser::devTools);
      try (var server = TunnelServer.with(access)) {
        var storm = new RudeClients(server, access, new SplittableRandom(seed));
        storm.rage(100);
        awaitQuiet(browser, server, access);
        long before = openFiles();

        storm.rage(CLIENTS);
        awaitQuiet(browser, server, access);

        assertThat(access.detachments()).hasSizeGreaterThan(CLIENTS / 4).containsOnly(1);
        Await.until("no buffer is held", () -> server.heldBuffers() == 0);
        Await.until("open files are as many as before", () -> openFiles() <= before);
        try (var polite = RawClient.tunnelled(server)) {
          polite.send("hello");
          assertThat(polite.in().readNBytes(5)).isEqualTo("hello".getBytes(UTF_8));
        }
      }
    }
  }

  private static void awaitQuiet(FakeBrowser browser, TunnelServer server, TestingAccess access)
      throws Exception {
    Await.until("clients are gone", () -> server.connections() == 0);
    browser.awaitAllGone();
    access.awaitDetached(0);
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
