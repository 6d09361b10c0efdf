package dev.valise.api.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A side that reads slowly slows the other down instead of filling the server's memory. What moves
 * before the stall is in the kernel's socket buffers: up to 6 MB for reading and 4 MB for writing
 * each (tcp_rmem, tcp_wmem), at two connections.
 */
@Timeout(60)
class CdpTunnelBackPressureTest {
  private static final long OFFERED = 512L << 20;
  private static final long KERNEL = 32L << 20;

  @Test
  void aClientThatReadsNothingStopsTheBrowser() throws Exception {
    var taken = new CompletableFuture<Long>();
    try (var browser =
            FakeBrowser.that(peer -> {
              peer.agree();
              taken.complete(Flood.untilStalled(peer.channel(), OFFERED));
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      long stalledAt = taken.get(30, TimeUnit.SECONDS);
      assertThat(stalledAt).isLessThan(KERNEL);
      assertThat(server.heldBuffers()).isLessThanOrEqualTo(2);
      assertThat(client.in().readAllBytes()).hasSize((int) stalledAt);
    }
  }

  @Test
  void aBrowserThatReadsNothingStopsTheClient() throws Exception {
    var readNow = new CompletableFuture<Void>();
    var read = new CompletableFuture<Integer>();
    try (var browser =
            FakeBrowser.that(peer -> {
              peer.agree();
              readNow.join();
              read.complete(peer.in().readAllBytes().length);
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      long stalledAt = Flood.untilStalled(client.channel(), OFFERED);
      assertThat(stalledAt).isLessThan(KERNEL);
      assertThat(server.heldBuffers()).isLessThanOrEqualTo(2);
      client.endOutput();
      readNow.complete(null);
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo((int) stalledAt);
    }
  }
}
