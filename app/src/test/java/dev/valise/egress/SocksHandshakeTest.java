package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.egress.policy.Target;
import dev.valise.testing.Seed;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocksHandshakeTest {

  @ParameterizedTest
  @CsvSource({
    "050100 05010001 c6336407 01bb, 198.51.100.7:443",
    "05020002 05010001 c6336407 0050, 198.51.100.7:80",
    "050100 050100ff01 00 ,",
    "050100 05010003 0b6578616d706c652e636f6d ffff, example.com:65535",
    "050100 05010003 0c6578616d706c652e636f6d2e 0001, example.com:1",
    "050100 05010003 09 3132372e302e302e31 0001, 127.0.0.1:1",
    "050100 05010004 fd000000000000000000000000000001 01bb, '[fd00:0:0:0:0:0:0:1]:443'",
    "050100 05010004 00000000000000000000ffffc6336407 01bb, 198.51.100.7:443",
    "050100 0501aa03 0161 0050, a:80",
  })
  void readsATargetAndNoByteMore(String hex, String target) throws Exception {
    var channel = new MemoryChannel(bytes(hex + "cafe"));
    if (target == null) {
      assertThatThrownBy(() -> new SocksHandshake(channel).request())
          .isInstanceOf(IOException.class);
      return;
    }
    assertThat(new SocksHandshake(channel).request()).hasToString(target);
    assertThat(channel.written()).containsExactly(5, 0);
    assertThat(channel.unread()).containsExactly(bytes("cafe"));
  }

  @ParameterizedTest
  @CsvSource({
    // BIND, UDP ASSOCIATE, and a command that nobody knows
    "05020001 c6336407 0050, COMMAND_NOT_SUPPORTED",
    "05030001 c6336407 0050, COMMAND_NOT_SUPPORTED",
    "05090003 0161 0050, COMMAND_NOT_SUPPORTED",
    "05010000, ADDRESS_TYPE_NOT_SUPPORTED",
    "05010002, ADDRESS_TYPE_NOT_SUPPORTED",
    "050100ff, ADDRESS_TYPE_NOT_SUPPORTED",
    "05010003 00 0050, NOT_ALLOWED",
    "05010003 0100 0050, NOT_ALLOWED",
    "05010003 0561002e6263 0050, NOT_ALLOWED",
    "05010003 02c3a9 0050, NOT_ALLOWED",
    "05010001 c6336407 0000, NOT_ALLOWED",
  })
  void refusesWithTheReason(String hex, Reply reply) {
    var channel = new MemoryChannel(bytes("050100" + hex));
    assertThatThrownBy(() -> new SocksHandshake(channel).request())
        .isInstanceOfSatisfying(
            NoConnectionException.class, it -> assertThat(it.reply()).isEqualTo(reply));
  }

  @ParameterizedTest
  @ValueSource(strings = {"04010050c633640700", "474554202f", "160301", "0501000401", "00"})
  void anotherProtocolIsNotAnswered(String hex) {
    var channel = new MemoryChannel(bytes(hex));
    assertThatThrownBy(() -> new SocksHandshake(channel).request())
        .isInstanceOf(ProtocolException.class);
    assertThat(channel.written().length).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0500", "050102", "05020102", "050180"})
  void whoInsistsOnAuthenticationIsTold(String hex) {
    var channel = new MemoryChannel(bytes(hex));
    assertThatThrownBy(() -> new SocksHandshake(channel).request())
        .isInstanceOf(ProtocolException.class);
    assertThat(channel.written()).containsExactly(5, 0xff);
  }

  @Test
  void anEndAnywhereIsAnEnd() {
    byte[] whole = bytes("05020001 05010003 0b6578616d706c652e636f6d 0050");
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> new SocksHandshake(new MemoryChannel(part)).request())
          .as("%d bytes", length)
          .isInstanceOf(EOFException.class);
    }
  }

  /** In whichever pieces the bytes come, and with whatever noise: a target, or a failure. */
  @Test
  void randomBytesAreATargetOrAFailure() throws Exception {
    Random random = Seed.fresh("SocksHandshakeTest").random();
    int targets = 0;
    int refusals = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = noise(random);
      var channel = new MemoryChannel(bytes, random);
      try {
        Target target = new SocksHandshake(channel).request();
        assertThat(target.port()).isBetween(1, 65535);
        byte[] again = SocksAddress.of(target);
        assertThat(SocksAddress.read(new MemoryChannel(again))).isEqualTo(target);
        targets++;
      } catch (NoConnectionException e) {
        assertThat(e.reply()).isNotEqualTo(Reply.SUCCEEDED);
        refusals++;
      } catch (EOFException | ProtocolException _) {
        // Nothing to answer.
      }
      assertThat(channel.written().length).isLessThanOrEqualTo(2);
    }
    assertThat(targets).isGreaterThan(1_000);
    assertThat(refusals).isGreaterThan(1_000);
  }

  /** A request that is right up to some random place, and often to its end. */
  private static byte[] noise(Random random) {
    byte[] host = new byte[random.nextInt(20)];
    for (int i = 0; i < host.length; i++) {
      host[i] = (byte) "abc.1x:\0%".charAt(random.nextInt(9));
    }
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    byte[] right =
        ByteBuffer.allocate(3 + 5 + host.length + 2)
            .put(SocksClient.GREETING)
            .put(new byte[] {5, 1, 0, new byte[] {1, 3, 3, 3, 4}[random.nextInt(5)]})
            .put((byte) host.length)
            .put(host)
            .putShort((short) random.nextInt())
            .array();
    int kept = random.nextInt(2 * right.length);
    System.arraycopy(right, 0, bytes, 0, Math.min(kept, right.length));
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
