package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;

/** A DevTools client that adds as little time of its own as can be: one thread, one socket. */
final class BlockingDevToolsClient {
  private static final int UNMASKED = 0;

  private final Socket socket;
  private final DataInputStream in;
  private final String session;
  private int lastId;

  BlockingDevToolsClient(URI uri) throws IOException {
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
    String path = uri.getQuery() == null ? uri.getPath() : uri.getPath() + "?" + uri.getQuery();
    socket.getOutputStream().write(RawClient.handshakeTo(path, uri.getAuthority()).getBytes(UTF_8));
    FakeBrowser.readHead(in);
    String target = field("targetId", call("", "Target.createTarget", "\"url\":\"about:blank\""));
    String attach = "\"flatten\":true,\"targetId\":\"" + target + "\"";
    session = field("sessionId", call("", "Target.attachToTarget", attach));
  }

  void evaluate(String expression) throws IOException {
    String params = "\"returnByValue\":true,\"expression\":\"" + expression + "\"";
    send("\"sessionId\":\"" + session + "\",", "Runtime.evaluate", params);
    receive();
  }

  private String call(String more, String method, String params) throws IOException {
    send(more, method, params);
    String message = new String(receive(), UTF_8);
    while (!message.startsWith("{\"id\":" + lastId + ",")) {
      message = new String(receive(), UTF_8);
    }
    return message;
  }

  private static String field(String name, String json) {
    return json.replaceAll(".*\"" + name + "\":\"(\\w+)\".*", "$1");
  }

  /** A frame with the mask 0, which leaves the payload as it is (RFC 6455, 5.3). */
  private void send(String more, String method, String params) throws IOException {
    byte[] payload =
        "{\"id\":%d,%s\"method\":\"%s\",\"params\":{%s}}"
            .formatted(++lastId, more, method, params)
            .getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(UNMASKED).put(payload);
    socket.getOutputStream().write(frame.array(), 0, frame.position());
  }

  private byte[] receive() throws IOException {
    in.readByte();
    int length = in.readByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    return in.readNBytes(length);
  }
}
