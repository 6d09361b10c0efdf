package dev.valise.egress;

import dev.valise.egress.policy.EgressSyntaxException;
import java.nio.charset.StandardCharsets;

/**
 * What an upstream proxy wants to know.
 *
 * @param user 1 to 255 bytes of UTF-8, without a colon, which HTTP takes for its end (RFC 7617)
 * @param password at most 255 bytes of UTF-8 (RFC 1929)
 */
public record Credentials(String user, String password) {
  private static final int LONGEST = 255;

  public Credentials {
    if (user.isEmpty() || user.indexOf(':') >= 0 || bytes(user) > LONGEST) {
      throw new EgressSyntaxException("the user name of a proxy has 1 to 255 bytes and no colon");
    }
    if (bytes(password) > LONGEST) {
      throw new EgressSyntaxException("the password of a proxy has at most 255 bytes");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
