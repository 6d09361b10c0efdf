package dev.valise.egress;

import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.egress.policy.Target;
import java.util.Optional;

/** How connections leave the machine. */
public sealed interface Upstream {

  /** On their own. */
  record Direct() implements Upstream {}

  /** Through another proxy, which looks names up itself. */
  sealed interface Proxy extends Upstream {
    /** Where the proxy listens; judged by the policy as any other target. */
    Target address();

    Optional<Credentials> credentials();
  }

  /** By the method CONNECT of HTTP/1.1, with Basic authentication (RFC 9110 section 9.3.6). */
  record HttpConnect(Target address, Optional<Credentials> credentials) implements Proxy {}

  /** By SOCKS 5, with user name and password (RFC 1928, RFC 1929). */
  record Socks5(Target address, Optional<Credentials> credentials) implements Proxy {}

  /**
   * Reads {@code http://user:password@proxy.example:3128} or {@code socks5://[fd00::1]:1080}.
   * Without a port it is 80 or 1080, as in Chromium. User and password may be left out, and are
   * otherwise percent-encoded.
   *
   * @throws EgressSyntaxException for anything else; it never quotes what was written
   */
  static Upstream parse(String url) {
    return UpstreamUrl.parse(url);
  }
}
