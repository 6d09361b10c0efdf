package dev.valise.egress;

import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The URL of an upstream proxy. Since it may hold a password, no message quotes it. */
final class UpstreamUrl {
  private UpstreamUrl() {}

  static Upstream parse(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException _) {
      // Its message quotes the URL.
      throw new EgressSyntaxException("the upstream proxy is not a URL");
    }
    Optional<Credentials> credentials = credentials(url.getRawUserInfo());
    return switch (String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http" -> new Upstream.HttpConnect(target(url, 80), credentials);
      case "socks5", "socks5h" -> new Upstream.Socks5(target(url, 1080), credentials);
      case String _ ->
          throw new EgressSyntaxException(
              "the URL of an upstream proxy starts with http or socks5");
    };
  }

  private static Target target(URI url, int defaultPort) {
    String host = url.getHost();
    if (host == null) {
      throw new EgressSyntaxException("the URL of the upstream proxy has no valid host");
    }
    boolean more = !url.getRawPath().isEmpty() && !url.getRawPath().equals("/");
    if (more || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new EgressSyntaxException("the URL of the upstream proxy ends with host and port");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Target(Host.parse(bare), url.getPort() < 0 ? defaultPort : url.getPort());
  }

  private static Optional<Credentials> credentials(@Nullable String userInfo) {
    if (userInfo == null) {
      return Optional.empty();
    }
    int colon = userInfo.indexOf(':');
    return Optional.of(
        new Credentials(
            decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
            decoded(colon < 0 ? "" : userInfo.substring(colon + 1))));
  }

  private static String decoded(String text) {
    // URLDecoder is for forms, where a plus is a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
