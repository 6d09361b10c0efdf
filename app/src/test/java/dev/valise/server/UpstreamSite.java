package dev.valise.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy as others run it, for HTTP's CONNECT and for SOCKS 5, that wants a name and a password.
 * It connects to nobody: whatever is asked for, it is that server itself, and shows one page.
 */
final class UpstreamSite implements AutoCloseable {
  static final String USER = "anna";
  static final String PASSWORD = "pa55-of-the-upstream";
  static final String PAGE = "shown by the upstream";

  private static final int SOCKS = 5;

  private final ServerSocket listener;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private UpstreamSite(ServerSocket listener) {
    this.listener = listener;
  }

  static UpstreamSite start() throws IOException {
    var site = new UpstreamSite(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
    Thread.startVirtualThread(site::accept);
    return site;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** With the credentials, as a client writes it. */
  String url(String scheme) {
    return "%s://%s:%s@127.0.0.1:%d".formatted(scheme, USER, PASSWORD, port());
  }

  /** All that was asked for with the right credentials, such as {@code CONNECT 10.1.0.9:80}. */
  Queue<String> asked() {
    return asked;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      int first = in.readUnsignedByte();
      boolean connected = first == SOCKS ? socks(in, out) : http((char) first, in, out);
      while (connected) {
        head(in);
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(PAGE.length(), PAGE)
                .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // A browser hangs up as it likes.
    }
  }

  private boolean http(char first, DataInputStream in, OutputStream out) throws IOException {
    String head = first + head(in);
    String pair = USER + ":" + PASSWORD;
    String wanted =
        "\r\nProxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII))
            + "\r\n";
    boolean right = head.contains(wanted);
    if (right) {
      asked.add(head.substring(0, head.indexOf(" HTTP/")));
    }
    String status = right ? "200 OK" : "407 Proxy Authentication Required";
    out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return right;
  }

  private boolean socks(DataInputStream in, OutputStream out) throws IOException {
    in.readNBytes(in.readUnsignedByte());
    out.write(new byte[] {SOCKS, 2});
    in.readUnsignedByte();
    String user = text(in);
    boolean right = text(in).equals(PASSWORD) && user.equals(USER);
    out.write(new byte[] {1, (byte) (right ? 0 : 1)});
    if (right) {
      in.readNBytes(3);
      boolean name = in.readUnsignedByte() == 3;
      String host = name ? text(in) : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
      asked.add("SOCKS " + host + ":" + in.readUnsignedShort());
      out.write(new byte[] {SOCKS, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    }
    return right;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
  }

  /** Up to the empty line. */
  private static String head(DataInputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
