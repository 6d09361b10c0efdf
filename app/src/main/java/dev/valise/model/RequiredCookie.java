package dev.valise.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cookie without which a state is no login.
 *
 * @param domain a host name in lower case, without a leading dot; its subdomains count too
 * @param cookie its name; any cookie of the domain when empty
 */
public record RequiredCookie(String domain, Optional<String> cookie) {

  /** Of one profile. */
  public static final int MOST = 20;

  /** RFC 1035 2.3.4 and 3.1: 255 octets with the lengths in them. */
  private static final int LONGEST_DOMAIN = 253;

  /** Chromium refuses more for name and value together (net/cookies/parsed_cookie.h). */
  private static final int LONGEST_COOKIE = 4096;

  private static final Pattern HOST =
      Pattern.compile(
          "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*"
              + "|\\[[0-9a-f:.]{2,45}]");

  /** What no Set-Cookie header can say (RFC 6265bis 5.6), and spaces around it. */
  private static final Pattern NAME = Pattern.compile("(?! )[^\\p{Cntrl};=]*[^\\p{Cntrl};= ]");

  /**
   * @throws Refusal.Invalid when a part is no domain or no name
   */
  public RequiredCookie {
    if (!isDomain(domain)) {
      throw new Refusal.Invalid("domain must be a host name in lower case, such as example.com");
    }
    if (cookie.isPresent() && !isCookieName(cookie.get())) {
      throw new Refusal.Invalid("cookie must be the name of a cookie");
    }
  }

  public static boolean isDomain(String text) {
    return text.length() <= LONGEST_DOMAIN && HOST.matcher(text).matches();
  }

  public static boolean isCookieName(String text) {
    return text.length() <= LONGEST_COOKIE && NAME.matcher(text).matches();
  }

  /**
   * Whether a cookie is this one.
   *
   * @param cookieDomain its host, or with a leading dot the domain that it holds for (RFC 6265
   *     5.1.3)
   */
  public boolean matches(String cookieDomain, String name) {
    String host = cookieDomain.startsWith(".") ? cookieDomain.substring(1) : cookieDomain;
    return (host.equals(domain) || host.endsWith("." + domain))
        && (cookie.isEmpty() || cookie.get().equals(name));
  }

  /** In words for people. */
  @Override
  public String toString() {
    return cookie.map(name -> "the cookie '" + name + "' of ").orElse("a cookie of ") + domain;
  }
}
