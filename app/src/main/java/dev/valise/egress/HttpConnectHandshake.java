package dev.valise.egress;

import dev.valise.egress.policy.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's side of CONNECT (RFC 9110 section 9.3.6). */
final class HttpConnectHandshake {
  /** As much as Chromium would read is 256 KiB; no proxy needs a fraction of it. */
  private static final int LONGEST_HEAD = 16 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
  private static final int FORBIDDEN = 403;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private HttpConnectHandshake() {}

  /**
   * Has the proxy connect.
   *
   * @throws NoConnectionException when it does not
   */
  static void perform(ByteChannel proxy, Target target, Optional<Credentials> credentials)
      throws IOException {
    // A target has no character that could end a line (Host.Name).
    String request =
        "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n"
            .formatted(target, credentials.map(HttpConnectHandshake::header).orElse(""));
    Octets.write(proxy, ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    int status = status(head(proxy), target);
    if (status == PROXY_AUTHENTICATION_REQUIRED) {
      throw DeniedException.byUpstream(
          Reply.GENERAL_FAILURE, target, "the upstream proxy does not take the credentials");
    }
    if (status == FORBIDDEN) {
      throw DeniedException.byUpstream(
          Reply.NOT_ALLOWED, target, "the upstream proxy does not allow it");
    }
    if (status < 200 || status > 299) {
      throw new NoConnectionException(
          Reply.HOST_UNREACHABLE, target + ": the upstream proxy answers " + status);
    }
  }

  private static String header(Credentials credentials) {
    String pair = credentials.user() + ":" + credentials.password();
    return "Proxy-Authorization: Basic %s\r\n"
        .formatted(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Up to the empty line. Byte by byte, as what follows is the target's: a few hundred reads of a
   * microsecond.
   */
  private static String head(ByteChannel proxy) throws IOException {
    var head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      if (head.size() == LONGEST_HEAD) {
        throw new NoConnectionException(
            Reply.GENERAL_FAILURE, "the upstream proxy answers without an end");
      }
      int next = Octets.readByte(proxy);
      head.write(next);
      if (next == '\n') {
        newlines++;
      } else if (next != '\r') {
        newlines = 0;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int status(String head, Target target) throws NoConnectionException {
    Matcher line = STATUS.matcher(head.lines().findFirst().orElse(""));
    if (!line.matches()) {
      throw new NoConnectionException(
          Reply.GENERAL_FAILURE, target + ": the upstream proxy does not speak HTTP/1.1");
    }
    return Integer.parseInt(line.group(1));
  }
}
