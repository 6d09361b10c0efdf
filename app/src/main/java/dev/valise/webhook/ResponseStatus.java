package dev.valise.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the status of an HTTP/1.1 answer and nothing behind its head: a receiver has nothing to say
 * to this server, and what it says is shown to nobody.
 */
final class ResponseStatus {
  private static final Pattern LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");

  /** Of all heads together; servers mostly refuse more than 8 KB themselves. */
  private static final int LIMIT = 16 * 1024;

  private static final int INFORMATIONAL_END = 200;

  private final InputStream in;
  private int read;

  private ResponseStatus(InputStream in) {
    this.in = in;
  }

  /**
   * The final status.
   *
   * @throws ProtocolException when it is not HTTP, or goes on for too long
   */
  static int read(InputStream in) throws IOException {
    var head = new ResponseStatus(in);
    int status = head.status();
    while (status < INFORMATIONAL_END) {
      // 100 and 103 come before the answer (RFC 9110 section 15.2).
      String line = head.line();
      while (!line.isEmpty()) {
        line = head.line();
      }
      status = head.status();
    }
    return status;
  }

  private int status() throws IOException {
    Matcher line = LINE.matcher(line());
    if (!line.matches()) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(line.group(1));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = next(); octet != '\n'; octet = next()) {
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  private int next() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new ProtocolException("the connection ended before an answer");
    }
    if (++read > LIMIT) {
      throw new ProtocolException("the head of the answer is longer than " + LIMIT + " bytes");
    }
    return octet;
  }
}
