package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.Await;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes in at one end comes out at the other, byte for byte. */
@Timeout(60)
class CdpTunnelExactnessTest {

  @Test
  void fragmentsSplitInsideACharacterArriveAsTheyWereSent() throws Exception {
    byte[] euro = "€".getBytes(UTF_8);
    var frames = new ByteArrayOutputStream();
    frame(frames, 0x01, new byte[] {euro[0]});
    frame(frames, 0x89, "ping".getBytes(UTF_8));
    frame(frames, 0x80, new byte[] {euro[1], euro[2]});
    try (var browser = FakeBrowser.thatEchoes();
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      client.send(frames.toByteArray());
      assertThat(client.in().readNBytes(frames.size())).isEqualTo(frames.toByteArray());
    }
  }

  private static void frame(ByteArrayOutputStream to, int finAndOpcode, byte[] payload) {
    byte[] mask = {0x12, 0x34, 0x56, 0x78};
    to.write(finAndOpcode);
    to.write(0x80 | payload.length);
    to.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      to.write(payload[i] ^ mask[i % 4]);
    }
  }

  @Test
  void bytesGluedToEitherHandshakeComeFirst() throws Exception {
    Noise up = Noise.fresh(200_000);
    Noise down = Noise.fresh(5_000);
    try (var browser =
            FakeBrowser.that(peer -> {
              peer.agree(down.bytes());
              up.assertArrives(peer.in());
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = new RawClient(server)) {
      client.send(RawClient.handshake().getBytes(UTF_8), up.bytes());
      assertThat(client.answer().status()).isEqualTo(101);
      down.assertArrives(client.in());
      browser.awaitAllGone();
    }
  }

  @Test
  void aTunnelCanFollowAnotherRequestOnTheSameConnection() throws Exception {
    try (var browser = FakeBrowser.thatEchoes();
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = new RawClient(server)) {
      client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n" + RawClient.handshake() + "hello");
      assertThat(client.answer().body()).isEqualTo("ok");
      assertThat(client.answer().status()).isEqualTo(101);
      assertThat(client.in().readNBytes(5)).isEqualTo("hello".getBytes(UTF_8));
    }
  }

  @Test
  void largeMessagesGoBothWaysAtOnce() throws Exception {
    Noise up = Noise.fresh(8_000_000);
    Noise down = Noise.fresh(100_000_000);
    try (var browser =
            FakeBrowser.that(peer -> {
              peer.agree();
              down.writeInBackground(peer.out());
              up.assertArrives(peer.in());
              peer.drain();
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      up.writeInBackground(client.out());
      down.assertArrives(client.in());
      client.endOutput();
      client.awaitEnd();
      browser.awaitAllGone();
      Await.until("no buffer is held", () -> server.heldBuffers() == 0);
    }
  }

  @Test
  void aClientThatHasSaidEverythingStillHearsTheAnswer() throws Exception {
    Noise up = Noise.fresh(100_000);
    Noise down = Noise.fresh(8_000_000);
    try (var browser =
            FakeBrowser.that(peer -> {
              peer.agree();
              up.assertArrives(peer.in());
              assertThat(peer.in().read()).isEqualTo(-1);
              down.writeTo(peer.out());
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      up.writeTo(client.out());
      client.endOutput();
      down.assertArrives(client.in());
      assertThat(client.in().read()).isEqualTo(-1);
      browser.awaitAllGone();
    }
  }

  @Test
  void aBrowserThatHasSaidEverythingStillHearsTheClient() throws Exception {
    Noise up = Noise.fresh(8_000_000);
    Noise down = Noise.fresh(100_000);
    try (var browser =
            FakeBrowser.that(peer -> {
              peer.agree();
              down.writeTo(peer.out());
              peer.channel().shutdownOutput();
              up.assertArrives(peer.in());
              assertThat(peer.in().read()).isEqualTo(-1);
            });
        var server = TunnelServer.with(new TestingAccess(browser::devTools));
        var client = RawClient.tunnelled(server)) {
      down.assertArrives(client.in());
      assertThat(client.in().read()).isEqualTo(-1);
      up.writeTo(client.out());
      client.endOutput();
      browser.awaitAllGone();
    }
  }
}
