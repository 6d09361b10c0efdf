package dev.valise.cdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.cdp.WebSocketReader.Incoming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketReaderTest {
  private static final int LONGEST = 100_000;

  @Test
  void readsTheSampleOfTheRfc() throws IOException {
    assertThat(text(reader("810548656c6c6f").next())).isEqualTo("Hello");
  }

  @Test
  void putsPartsTogetherAcrossACharacterAndAPing() throws IOException {
    // "é" is c3 a9; a ping with "?" and a pong stand between its halves.
    WebSocketReader reader = reader("0101c3" + "89013f" + "8a00" + "0000" + "8001a9");
    assertThat(reader.next())
        .isInstanceOfSatisfying(
            Incoming.Ping.class,
            ping -> assertThat(ping.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {'?'})));
    assertThat(text(reader.next())).isEqualTo("é");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65_535, 65_536, LONGEST})
  void readsEveryFormOfALength(int length) throws IOException {
    String text = "x".repeat(length);
    WebSocketReader reader = reader(HexFormat.of().formatHex(frame(0x81, text)) + "810179");
    assertThat(text(reader.next())).isEqualTo(text);
    assertThat(text(reader.next())).isEqualTo("y");
  }

  @ParameterizedTest
  @CsvSource({"8800, 1005", "880203e8, 1000", "880603eb676f6e65, 1003"})
  void tellsWithWhichStatusTheServerCloses(String frame, int status) throws IOException {
    assertThat(reader(frame).next()).isEqualTo(new Incoming.Close(status));
  }

  @ParameterizedTest
  @CsvSource({
    "c10548656c6c6f, nobody agreed on",
    "8185000000004848484848, nobody agreed on",
    "8205000000000000, no text",
    "8000, out of order",
    "01008100, out of order",
    "0900, in parts",
    "897e007e, too long",
    "8b00, unknown kind",
    "817fffffffffffffffff, 2^63",
    "817f7fffffffffffffff, longer than",
    "817f00000000000186a1, longer than"
  })
  void refusesWhatTheProtocolForbids(String frames, String reason) {
    WebSocketReader reader = reader(frames);
    assertThatThrownBy(reader::next)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAMessageWhosePartsAreTooLongTogether() throws IOException {
    var frames = new ByteArrayOutputStream();
    frames.writeBytes(frame(0x01, "x".repeat(LONGEST)));
    frames.writeBytes(frame(0x80, "x"));
    WebSocketReader reader = reader(HexFormat.of().formatHex(frames.toByteArray()));
    assertThatThrownBy(reader::next).hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "81", "8105", "810548656c", "817e00"})
  void saysWhenTheServerHangsUp(String frames) {
    WebSocketReader reader = reader(frames);
    assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
  }

  @Test
  void beginsWithWhatCameBehindTheHandshake() throws IOException {
    var reader =
        new WebSocketReader(
            channel("48656c6c6f"), ByteBuffer.wrap(new byte[] {(byte) 0x81, 5}), LONGEST);
    assertThat(text(reader.next())).isEqualTo("Hello");
  }

  /** A frame as {@link WebSocketWriter} does not write it: without a mask. */
  private static byte[] frame(int head, String text) {
    var frame = ByteBuffer.allocate(10 + text.length()).put((byte) head);
    if (text.length() < 126) {
      frame.put((byte) text.length());
    } else if (text.length() < 1 << 16) {
      frame.put((byte) 126).putShort((short) text.length());
    } else {
      frame.put((byte) 127).putLong(text.length());
    }
    frame.put(text.getBytes(StandardCharsets.US_ASCII)).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private static WebSocketReader reader(String hex) {
    return new WebSocketReader(channel(hex), ByteBuffer.allocate(0), LONGEST);
  }

  private static ReadableByteChannel channel(String hex) {
    return Channels.newChannel(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }

  private static String text(Incoming incoming) {
    return StandardCharsets.UTF_8.decode(((Incoming.Text) incoming).utf8()).toString();
  }
}
