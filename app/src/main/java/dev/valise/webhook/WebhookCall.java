package dev.valise.webhook;

import dev.valise.egress.Alarm;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one POST and reads the status. Not the JDK's client: that resolves names by itself, and
 * could connect to another address than the one that was judged. Thread-safe.
 *
 * @param limit for everything, from the lookup to the status
 * @param tls its trust decides which certificates are good
 */
record WebhookCall(WebhookNetwork network, SSLSocketFactory tls, Duration limit) {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookCall.class);

  /**
   * The status of the answer; redirects are not followed.
   *
   * @param headers names and values without line breaks
   * @throws IOException when there is none, whatever the reason; the message says which
   */
  int post(WebhookUrl url, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    SocketChannel channel = network.connect(url.target(), limit);
    var late = new AtomicBoolean();
    Duration rest = limit.minusNanos(System.nanoTime() - began);
    try (channel;
        var _ = Alarm.after(rest, () -> end(channel, late));
        Socket socket = url.tls() ? encrypted(channel, url) : channel.socket()) {
      send(socket.getOutputStream(), url, headers, body);
      return ResponseStatus.read(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw late.get() ? tooLate(e) : e;
    }
  }

  private IOException tooLate(IOException cause) {
    var failure = new SocketTimeoutException("no answer within " + limit.toSeconds() + " s");
    failure.initCause(cause);
    return failure;
  }

  private static void end(SocketChannel channel, AtomicBoolean late) {
    late.set(true);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A connection was gone before it was closed", e);
    }
  }

  private Socket encrypted(SocketChannel channel, WebhookUrl url) throws IOException {
    String host = url.target().host().toString();
    var socket = (SSLSocket) tls.createSocket(channel.socket(), host, url.target().port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    // Without it any certificate that is good for some name would do.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void send(
      OutputStream out, WebhookUrl url, Map<String, String> headers, byte[] body)
      throws IOException {
    var head = new StringBuilder();
    head.append("POST ").append(url.path()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(url.host()).append("\r\n");
    head.append("User-Agent: Valise\r\n");
    head.append("Content-Type: application/json\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    head.append("Connection: close\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    // In one piece, so that a small event is one packet.
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    out.write(all);
    out.flush();
  }
}
