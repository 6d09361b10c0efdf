package dev.valise.webhook;

import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.egress.policy.Host;
import dev.valise.egress.policy.Target;
import dev.valise.model.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a webhook is.
 *
 * @param host as the URL spells it, for the header of that name
 * @param path with the query; without line breaks or spaces
 */
record WebhookUrl(boolean tls, Target target, String host, String path) {
  private static final int LONGEST = 2048;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Reads a URL. Credentials in it are refused: people take them for a secret, and answers show
   * them.
   *
   * @throws Refusal.Invalid that says what is wrong, without quoting it
   */
  static WebhookUrl parse(String text) {
    if (text.length() > LONGEST) {
      throw invalid("is longer than " + LONGEST + " characters");
    }
    try {
      return read(new URI(new URI(text).toASCIIString()));
    } catch (URISyntaxException e) {
      throw invalid("is not a URL");
    } catch (EgressSyntaxException e) {
      throw invalid("has no valid host or port");
    }
  }

  private static WebhookUrl read(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw invalid("must be an http or https URL");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw invalid("must have no user, password or fragment");
    }
    String host = url.getHost();
    if (host == null) {
      throw invalid("has no valid host or port");
    }
    boolean tls = scheme.equals("https");
    int port = url.getPort() == -1 ? (tls ? HTTPS : HTTP) : url.getPort();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new WebhookUrl(
        tls,
        new Target(Host.parse(bare), port),
        url.getPort() == -1 ? host : host + ":" + port,
        url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
  }

  private static Refusal invalid(String what) {
    return new Refusal.Invalid("url " + what);
  }
}
