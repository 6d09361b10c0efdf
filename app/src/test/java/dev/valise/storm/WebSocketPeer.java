package dev.valise.storm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valise.cdp.WebSocketKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The server's side of a WebSocket (RFC 6455) that speaks text in whole messages. */
final class WebSocketPeer {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;

  private final DataInputStream in;
  private final OutputStream out;

  private WebSocketPeer(DataInputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Agrees to a handshake. */
  static WebSocketPeer accept(Socket client) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    String key = head.toString(ISO_8859_1).replaceAll("(?is).*Sec-WebSocket-Key: (\\S+).*", "$1");
    client
        .getOutputStream()
        .write(
            """
            HTTP/1.1 101 WebSocket Protocol Handshake\r
            Upgrade: WebSocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: %s\r
            \r
            """
                .formatted(new WebSocketKey(key).accept())
                .getBytes(ISO_8859_1));
    return new WebSocketPeer(in, client.getOutputStream());
  }

  /** The next text; other frames are passed over. */
  String read() throws IOException {
    while (true) {
      int head = in.readUnsignedByte();
      byte[] payload = new byte[length(in.readUnsignedByte() & 0x7f)];
      byte[] mask = new byte[4];
      in.readFully(mask);
      in.readFully(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      if (head == CLOSE) {
        throw new EOFException("the client closed the connection");
      }
      if (head == TEXT) {
        return new String(payload, UTF_8);
      }
    }
  }

  private int length(int first) throws IOException {
    return switch (first) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> first;
    };
  }

  void write(String text) throws IOException {
    byte[] payload = text.getBytes(UTF_8);
    var frame = ByteBuffer.allocate(payload.length + 10).put((byte) TEXT);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload);
    out.write(frame.array(), 0, frame.position());
  }
}
